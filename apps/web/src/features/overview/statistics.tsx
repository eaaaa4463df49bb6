'use client';

import type { Overview } from '@milepost/api/overview-views';

import { Panel } from '../../components/layout/panel';
import { Section } from '../../components/layout/section';
import { useNow } from '../../time/use-now';
import { formatElapsed } from '@milepost/contract/messages/format/elapsed';
import { DurationChart } from './duration-chart';
import { lastDays } from './last-days';
import { durationSentence, outcomeSentence } from './format-statistics';
import { OutcomeChart } from './outcome-chart';

type Last30Days = Overview['last30Days'];

/** Thirty days: how many succeeded, and how long they worked. */
export function Statistics({ last30Days: statistics }: { last30Days: Last30Days }) {
  const days = lastDays(statistics.days, useNow());
  return (
    <Section id="statistics" title="Last 30 days">
      <Panel className="grid grid-cols-2 max-sm:grid-cols-1">
        <div className="border-r px-4 py-3.5 max-sm:border-r-0 max-sm:border-b">
          <h3 className="mb-0.5 flex items-baseline gap-2 font-normal">
            <b className="text-lg font-semibold tracking-tight">{successRateLabel(statistics)}</b> succeeded
          </h3>
          <p className="text-xs text-ink-3">{outcomeSentence(statistics)}</p>
          <OutcomeChart days={days} />
        </div>
        <div className="px-4 py-3.5">
          <h3 className="mb-0.5 flex items-baseline gap-2 font-normal">
            <b className="text-lg font-semibold tracking-tight">
              {statistics.medianMs === null ? 'Not known' : formatElapsed(statistics.medianMs)}
            </b>{' '}
            median
          </h3>
          <p className="text-xs text-ink-3">{durationSentence(statistics)}</p>
          <DurationChart days={days} />
        </div>
      </Panel>
    </Section>
  );
}

function successRateLabel({ succeeded, failed }: Last30Days): string {
  const ended = succeeded + failed;
  if (ended === 0) return 'None';
  const rate = (succeeded / ended) * 100;
  return `${rate === 100 ? '100' : (Math.floor(rate * 10) / 10).toFixed(1)} %`;
}
