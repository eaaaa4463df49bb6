'use client';

import type { Overview } from '@milepost/api/views';

import { Panel } from '../../components/panel';
import { Section } from '../../components/section';
import { useNow } from '../../time/use-now';
import { durationWords } from '../../time/words';
import { DurationChart } from './duration-chart';
import { lastDays } from './last-days';
import { OutcomeChart } from './outcome-chart';

type Last30Days = Overview['last30Days'];

/** Thirty days: how many ended as asked, and how long they took. */
export function Statistics({ last30Days: of }: { last30Days: Last30Days }) {
  const days = lastDays(of.days, useNow());
  return (
    <Section id="statistics" title="Last 30 days">
      <Panel className="grid grid-cols-2 max-sm:grid-cols-1">
        <div className="border-r px-4 py-3.5 max-sm:border-r-0 max-sm:border-b">
          <h3 className="mb-0.5 flex items-baseline gap-2 font-normal">
            <b className="text-lg font-semibold tracking-tight">{rateWords(of)}</b> succeeded
          </h3>
          <p className="text-xs text-ink-3">{outcomeSentence(of)}</p>
          <OutcomeChart days={days} />
        </div>
        <div className="px-4 py-3.5">
          <h3 className="mb-0.5 flex items-baseline gap-2 font-normal">
            <b className="text-lg font-semibold tracking-tight">
              {of.medianMs === null ? 'Not known' : durationWords(of.medianMs)}
            </b>{' '}
            median
          </h3>
          <p className="text-xs text-ink-3">
            {of.p90Ms === null
              ? 'No operation has ended yet.'
              : `9 in 10 took less than ${durationWords(of.p90Ms)}. Time in the queue is not counted.`}
          </p>
          <DurationChart days={days} />
        </div>
      </Panel>
    </Section>
  );
}

function rateWords({ succeeded, failed }: Last30Days): string {
  const ended = succeeded + failed;
  if (ended === 0) return 'None';
  const rate = (succeeded / ended) * 100;
  return `${rate === 100 ? '100' : (Math.floor(rate * 10) / 10).toFixed(1)} %`;
}

function outcomeSentence({ succeeded, failed, cancelled }: Last30Days): string {
  const left = cancelled > 0 ? ` ${cancelled} cancelled ${cancelled === 1 ? 'is' : 'are'} left out.` : '';
  return `${succeeded} of ${succeeded + failed} ended as asked, ${failed} failed.${left}`;
}
