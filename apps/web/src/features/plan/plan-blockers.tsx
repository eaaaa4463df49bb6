import type { PlanPreview } from '@milepost/api/package-views';
import { blockedHeading } from '@milepost/contract/messages/plans';

import { StatusIcon } from '../../components/status/status-icon';
import type { FieldHelp } from '../catalog/field-help';
import { FieldButton } from './plan-finding';
import { blockersOf } from './plan-tally';

export interface PlanBlockersProps {
  preview: PlanPreview;
  kind: string;
  help: FieldHelp;
}

/** At the top of a plan: what is in its way on the server, and the fields that help. */
export function PlanBlockers({ preview, kind, help }: PlanBlockersProps) {
  const blockers = blockersOf(preview);
  if (blockers.length === 0) return null;
  return (
    <div className="border-b p-3">
      <div role="status" className="rounded-lg border border-bad-line bg-bad-soft px-4 py-3">
        <p className="flex items-start gap-2.5 font-medium">
          <StatusIcon name="blocked" tone="bad" className="mt-0.5" />
          {blockedHeading(kind)}
        </p>
        <ul className="mt-1 ml-[26px] grid gap-1">
          {blockers.map(({ sentence, field }) => (
            <li key={sentence} className="wrap-anywhere">
              {sentence} <FieldButton name={field} help={help} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
