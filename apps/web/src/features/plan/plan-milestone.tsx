import type { PlanPreview } from '@milepost/api/package-views';

import { StatusIcon } from '../../components/status/status-icon';
import { Fold } from '../../components/layout/fold';
import { formatPreciseDuration } from '../../time/format-time';
import type { FieldHelp } from '../catalog/field-help';
import { PlanState } from './plan-state';
import { categoryOf } from './plan-tally';

export interface PlanMilestoneProps {
  /** Counted from 1. */
  n: number;
  milestone: PlanPreview['milestones'][number];
  help: FieldHelp;
}

/** A milestone of a plan: what is in place already in one line, and then what is to be done. */
export function PlanMilestone({ n, milestone, help }: PlanMilestoneProps) {
  const { id, label, states, typicalDuration } = milestone;
  const inPlace = states.filter((state) => categoryOf(state) === 'alreadyTrue');
  const folded = inPlace.length > 1 ? inPlace : [];
  return (
    <li className="border-b px-4 pt-2.5 pb-[11px]">
      <div className="flex items-baseline gap-2.5">
        <span className="w-4 flex-none text-center text-xs text-ink-3">{n}</span>
        <h3 className="font-medium">{label}</h3>
        <code className="truncate text-ink-3 max-sm:hidden">{id}</code>
        <span className="ml-auto text-xs whitespace-nowrap text-ink-3">
          {typicalDuration !== null && formatPreciseDuration(typicalDuration)}
        </span>
      </div>
      <ul className="mt-1 ml-[26px] grid gap-[5px] max-sm:ml-0">
        {folded.length > 0 && (
          <li className="grid grid-cols-[14px_minmax(0,1fr)] gap-x-2">
            <StatusIcon name="already" tone="ok" className="mt-[3px] size-3.5 max-sm:mt-[15px]" />
            <Fold summary={`${folded.length} already in place`}>
              <ul className="grid gap-[5px] text-ink-3">
                {folded.map((state) => (
                  <li key={state.id}>{state.label}</li>
                ))}
              </ul>
            </Fold>
          </li>
        )}
        {states
          .filter((state) => !folded.includes(state))
          .map((state) => (
            <PlanState key={state.id} state={state} help={help} />
          ))}
        {states.length === 0 && <li className="text-ink-3">Nothing to do with these settings.</li>}
      </ul>
    </li>
  );
}
