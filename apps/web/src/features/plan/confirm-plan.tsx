'use client';

import type { PlanPreview } from '@milepost/api/package-views';

import { ConfirmDialog } from '../../components/overlays/confirm-dialog';
import { StatusIcon } from '../../components/status/status-icon';
import { dataAtRisk, lossesOf } from './plan-tally';

export interface ConfirmPlanProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** "Uninstall" */
  confirmLabel: string;
  /** "Uninstall nginx from web-1" */
  submitLabel: string;
  server: string;
  preview: PlanPreview;
  /** Its title, where it was on the server before Milepost: it has to be typed. */
  adopted?: string | undefined;
  onConfirm: () => void;
}

/**
 * Asks before a plan that removes something. What deletes data lists it, and has the server's name typed; the removal of what was there
 * before Milepost has its name typed.
 */
export function ConfirmPlan({ preview, submitLabel, server, adopted, ...dialog }: ConfirmPlanProps) {
  const losses = lossesOf(preview);
  const atRisk = dataAtRisk(preview).map((sentence) => ({ sentence, names: [] }));
  return (
    <ConfirmDialog
      {...dialog}
      destructive
      title={`${submitLabel}?`}
      cancelLabel="Cancel"
      typed={losses.length + atRisk.length > 0 ? server : adopted}
    >
      {adopted !== undefined && (
        <p className="mb-3">
          {adopted} was on {server} before Milepost: whoever installed it may still need it.
        </p>
      )}
      {losses.length + atRisk.length === 0 && (
        <p>No data will be lost.{dialog.confirmLabel === 'Uninstall' && ' It can be installed again.'}</p>
      )}
      {losses.length > 0 && (
        <>
          <p>This permanently deletes on {server}:</p>
          <Losses losses={losses} />
        </>
      )}
      {atRisk.length > 0 && (
        <>
          <p className={losses.length > 0 ? 'mt-3' : undefined}>This affects data on {server}:</p>
          <Losses losses={atRisk} />
        </>
      )}
    </ConfirmDialog>
  );
}

function Losses({ losses }: { losses: ReturnType<typeof lossesOf> }) {
  return (
    <ul className="mt-2 grid gap-1.5">
      {losses.map(({ sentence, names }) => (
        <li key={sentence} className="grid grid-cols-[14px_minmax(0,1fr)] gap-x-2">
          <StatusIcon name="destructive" tone="bad" className="mt-[3px] size-3.5" />
          <span className="wrap-anywhere text-ink">{sentence}</span>
          {names.map((name) => (
            <code key={name} className="col-start-2 wrap-anywhere text-ink-2">
              {name}
            </code>
          ))}
        </li>
      ))}
    </ul>
  );
}
