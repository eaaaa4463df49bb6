import type { PlanPreview } from '@milepost/api/package-views';
import { Lock } from 'lucide-react';

import type { Tone } from '../../components/sign';
import { Sign } from '../../components/sign';
import type { SignName } from '../../components/sign-shapes';
import { heapOf } from './plan-tally';
import type { PlanTally } from './plan-tally';

type State = PlanPreview['milestones'][number]['states'][number];

const signs: Record<keyof PlanTally, { name: SignName; tone: Tone; word: string }> = {
  alreadyTrue: { name: 'already', tone: 'ok', word: 'Already true:' },
  willBeDone: { name: 'will', tone: 'run', word: 'Will be done:' },
  destructive: { name: 'destructive', tone: 'bad', word: 'Destructive:' },
  unknown: { name: 'unknown', tone: 'idle', word: 'Not known yet:' },
};

/** One state of the plan: what must be true, and the commands that make it so. */
export function PlanState({ state }: { state: State }) {
  const heap = heapOf(state);
  const { word, ...sign } = signs[heap];
  return (
    <li className="grid grid-cols-[14px_minmax(0,1fr)] gap-x-2 text-ink-2">
      <Sign {...sign} className="mt-[3px] size-3.5" />
      <span className={heap === 'alreadyTrue' ? 'text-ink-3' : undefined}>
        <span className="sr-only">{word} </span>
        {state.label}
        {state.detail !== null && <span className="text-ink-3"> ({state.detail})</span>}
      </span>
      {state.destructive !== null && heap !== 'alreadyTrue' && (
        <span className="col-start-2 font-medium text-ink">{state.destructive}</span>
      )}
      {state.shown !== '' && <Commands text={state.shown} />}
    </li>
  );
}

/** Commands as they will be run; ‹name› stands for a secret. */
function Commands({ text }: { text: string }) {
  return (
    <code className="col-start-2 mt-[3px] block rounded-sm bg-term px-2.5 py-[5px] leading-[1.125rem] wrap-anywhere whitespace-pre-wrap text-ansi-fg inset-ring inset-ring-line">
      {text.split('\n').map((line, index) => (
        <span key={index} className="block">
          {line.split(/(‹[^›\n]+›)/).map((part, at) =>
            /^‹.*›$/.test(part) ? (
              <span
                key={at}
                className="mx-px inline-flex h-[18px] items-center gap-[3px] rounded-xs bg-hover px-[5px] align-bottom text-ink-2 inset-ring inset-ring-line-strong"
              >
                <Lock aria-hidden className="size-[11px]" />
                {part.slice(1, -1)}
              </span>
            ) : (
              part
            ),
          )}
        </span>
      ))}
    </code>
  );
}
