import type { MilestoneView } from '@milepost/api/views';

import { Ring } from '../../components/ring';
import { Sign } from '../../components/sign';

const phaseWords = { check: 'checking', capture: 'keeping a copy', apply: 'applying', verify: 'proving' };

/** The states of one milestone, and which of them is at work. */
export function MilestoneStates({ milestone }: { milestone: MilestoneView }) {
  const { states, state: current, phase, status } = milestone;
  if (states.length === 0) return null;
  return (
    <ul className="col-start-2 -col-end-1 mt-1 mb-0.5 grid gap-[3px] text-xs text-ink-2">
      {states.map(({ id, label }, index) => {
        const at = index + 1;
        const isCurrent = at === current;
        const isPast = current !== null && at < current;
        return (
          <li key={id} className="flex items-start gap-[7px]">
            <span className="grid h-[18px] place-items-center">
              {isCurrent && status === 'running' && <Ring percentage={55} className="size-3" />}
              {isCurrent && status === 'failed' && <Sign name="failed" tone="bad" className="size-3" />}
              {isPast && <Sign name="already" tone="ok" className="size-3" />}
              {!isCurrent && !isPast && <Sign name="todo" tone="idle" className="size-3" />}
            </span>
            <span className="min-w-0 wrap-anywhere">{label}</span>
            <span className="ml-auto flex-none pl-2 text-ink-3">
              {isCurrent && status === 'failed' && 'failed'}
              {isCurrent && status === 'running' && (phase === null ? 'now' : phaseWords[phase])}
              {isPast && 'true'}
              {!isCurrent && !isPast && 'to come'}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
