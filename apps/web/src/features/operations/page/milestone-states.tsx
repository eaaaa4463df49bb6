import type { MilestoneView } from '@milepost/api/views';

import { ProgressRing } from '../../../components/status/progress-ring';
import { StatusIcon } from '../../../components/status/status-icon';

const phaseLabels = {
  check: 'checking',
  capture: 'backing up',
  apply: 'running',
  verify: 'verifying',
  confirm: 'connecting anew',
};

/** The states of one milestone, and which of them is at work. */
export function MilestoneStates({ milestone }: { milestone: MilestoneView }) {
  const { states, state: current, phase, status, interrupted } = milestone;
  const failed = status === 'failed' && !interrupted;
  if (states.length === 0) return null;
  return (
    <ul className="col-start-2 -col-end-1 mt-1 mb-0.5 grid gap-[3px] text-xs text-ink-2">
      {states.map(({ id, label, action }, index) => {
        const position = index + 1;
        const isCurrent = position === current;
        const isPast = current !== null && position < current;
        return (
          <li key={id} className="flex items-start gap-[7px]">
            <span className="grid h-[18px] place-items-center">
              {isCurrent && status === 'running' && <ProgressRing percentage={55} className="size-3" />}
              {isCurrent && failed && <StatusIcon name="failed" tone="bad" className="size-3" />}
              {isCurrent && interrupted && <StatusIcon name="canceled" tone="idle" className="size-3" />}
              {isPast && <StatusIcon name="already" tone="ok" className="size-3" />}
              {!isCurrent && !isPast && <StatusIcon name="todo" tone="idle" className="size-3" />}
            </span>
            <span className="min-w-0 wrap-anywhere">{isPast ? label : action}</span>
            <span className="ml-auto flex-none pl-2 text-ink-3">
              {isCurrent && failed && 'failed'}
              {isCurrent && interrupted && 'canceled'}
              {isCurrent && status === 'running' && (phase === null ? 'now' : phaseLabels[phase])}
              {isPast && 'done'}
              {!isCurrent && !isPast && (interrupted ? 'not run' : 'pending')}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
