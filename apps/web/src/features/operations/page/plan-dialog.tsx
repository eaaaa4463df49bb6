'use client';

import type { PlanStep } from '@milepost/api/output-views';
import type { OperationDetail } from '@milepost/api/views';
import { useState } from 'react';

import { toProblem } from '../../../api/problem';
import { trpc } from '../../../api/trpc';
import { Dialog } from '../../../components/overlays/dialog';
import { ErrorState } from '../../../components/layout/error-state';
import { Skeleton } from '../../../components/layout/skeleton';
import { StatusIcon } from '../../../components/status/status-icon';

/** The plan's hash; pressed, it shows the plan that the operation was submitted with. */
export function PlanDialog({ operation: { id, title, planHash } }: { operation: OperationDetail }) {
  const [open, setOpen] = useState(false);
  const short = planHash.slice(0, 8);
  return (
    <>
      <button
        type="button"
        className="link font-mono text-[0.9em]"
        aria-label={`Show plan ${short}`}
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true);
        }}
      >
        {short}
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Plan ${short}`}
        description={`${title}: every step with its commands. Secrets are read on the server by name.`}
        className="max-w-[760px]"
      >
        {open && <Milestones operationId={id} />}
      </Dialog>
    </>
  );
}

function Milestones({ operationId }: { operationId: string }) {
  const plan = trpc.operations.plan.useQuery({ operationId, scripts: true }, { staleTime: Infinity });
  if (plan.error !== null && plan.data === undefined)
    return (
      <ErrorState title="The plan could not be loaded" onRetry={() => void plan.refetch()}>
        {toProblem(plan.error).message}
      </ErrorState>
    );
  if (plan.data === undefined) return <Skeleton width="80%" />;
  return (
    <ol className="grid gap-4">
      {plan.data.milestones.map(({ n, label, states }) => (
        <li key={n}>
          <h3 className="mb-1.5 font-medium">
            <span className="mr-2 text-ink-3">{n}</span>
            {label}
          </h3>
          {states.length === 0 && <p className="ml-[18px] text-ink-3">Nothing to do with these settings.</p>}
          <ul className="ml-[18px] grid gap-3">
            {states.map((step, index) => (
              <Step key={index} step={step} />
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

function Step({ step: { label, action, apply, destructive, script } }: { step: PlanStep }) {
  return (
    <li className="min-w-0">
      <p className="text-ink-2">{action ?? label}</p>
      {destructive !== null && (
        <p className="mt-0.5 flex items-start gap-2 font-medium text-bad-ink">
          <StatusIcon name="destructive" tone="bad" className="mt-[3px] size-3.5" />
          <span>
            <span className="sr-only">Destructive: </span>
            {destructive}
          </span>
        </p>
      )}
      <Code text={apply} />
      {script !== null && script !== apply && (
        <details className="mt-1 text-xs">
          <summary className="w-fit cursor-pointer text-ink-3">Full script</summary>
          <Code text={script} />
        </details>
      )}
    </li>
  );
}

const Code = ({ text }: { text: string }) => (
  <pre
    tabIndex={0}
    className="mt-1 max-h-[40dvh] overflow-auto rounded-sm bg-term px-2.5 py-1.5 font-mono text-xs/5 text-ansi-fg inset-ring inset-ring-line"
  >
    {text}
  </pre>
);
