'use client';

import type { StackForm } from '@milepost/api/stack-views';
import type { ServerSummary } from '@milepost/api/views';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { useState } from 'react';

import { newId } from '../../api/ids';
import { toProblem } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Banner } from '../../components/layout/banner';
import { StatusIcon } from '../../components/status/status-icon';
import { useShortcut } from '../../keys/provider';
import { ConfirmPlan } from '../plan/confirm-plan';
import { dataAtRisk, lossesOf } from '../plan/plan-tally';
import { SubmitFooter } from '../plan/submit-footer';
import { UnreachableNote } from '../servers/unreachable-banner';
import { useCanOperate, useIsReadOnly } from '../session/use-can-operate';
import { StackPlanPanel } from './stack-plan-panel';
import { StepFields } from './step-fields';
import { useStackPlan, wholePlan } from './use-stack-plan';
import { givenOf, useStepForms } from './use-step-forms';

export interface RunStackFormProps {
  form: StackForm;
  server: Pick<ServerSummary, 'id' | 'name' | 'unreachable'>;
  /** The choice of the server. */
  children: ReactNode;
}

/** What the steps ask at the left, the plans of all of them at the right, one button under them. */
export function RunStackForm({ form, server, children }: RunStackFormProps) {
  const { stack } = form;
  const [runId] = useState(newId);
  const forms = useStepForms(form, server.id);
  const isReadOnly = useIsReadOnly();
  const canPlan = useCanOperate();
  const missingInput = isReadOnly
    ? 'Plans need the operator role. Ask an owner to change your role.'
    : missingSentence(
        forms.flatMap(({ step, missing }) => missing.map((title) => `${step.title}: ${title}`)),
      );
  const request = { runId, stackId: stack.id, serverId: server.id, given: givenOf(forms) };
  const plan = useStackPlan(request, canPlan && missingInput === null);
  const whole = plan.steps && wholePlan(plan.steps);
  const dangerous = whole !== undefined && lossesOf(whole).length + dataAtRisk(whole).length > 0;
  const [confirming, setConfirming] = useState(false);
  const { run, busy, error } = useRun();
  const ready = plan.current && whole?.possible === true && !isReadOnly;
  const submitLabel = `Run ${stack.name} on ${server.name}`;
  const go = (): void => {
    if (!ready || busy || plan.steps === undefined) return;
    const shown = plan.steps.map(({ preview }) => ({
      planHash: preview.hash,
      observations: preview.observations,
    }));
    run({ ...request, shown, confirmsOutOfSight: whole.outOfSight.length > 0 });
  };
  useShortcut('Mod+Enter', go, { enabled: !dangerous });
  const problems = { ...plan.problem?.fields, ...error?.fields };
  return (
    <div className="grid grid-cols-[360px_minmax(0,1fr)] items-start gap-6 max-lg:grid-cols-1">
      <section aria-label="Settings" className="grid content-start gap-4 rounded-lg border bg-surface p-4">
        {error !== null && (
          <Banner variant="bad" icon={<StatusIcon name="failed" tone="bad" />}>
            {error.message}
          </Banner>
        )}
        {children}
        {forms.map((one) => (
          <StepFields key={one.step.n} form={one} errorOf={(name) => problems[`${one.step.n}.${name}`]} />
        ))}
      </section>
      <StackPlanPanel
        plan={plan}
        server={server.name}
        missingInput={missingInput}
        note={<UnreachableNote server={server} />}
        footer={
          <>
            <SubmitFooter
              preview={missingInput === null ? whole : undefined}
              submitLabel={submitLabel}
              disabled={!ready}
              busy={busy}
              isReadOnly={isReadOnly}
              dangerous={dangerous}
              blocked={null}
              onSubmit={
                dangerous
                  ? () => {
                      setConfirming(true);
                    }
                  : go
              }
            />
            {dangerous && (
              <ConfirmPlan
                open={confirming}
                onOpenChange={setConfirming}
                confirmLabel="Run"
                submitLabel={submitLabel}
                server={server.name}
                preview={whole}
                onConfirm={() => {
                  setConfirming(false);
                  go();
                }}
              />
            )}
          </>
        }
      />
    </div>
  );
}

/** Starts a run and opens its page. */
function useRun() {
  const router = useRouter();
  const utils = trpc.useUtils();
  const mutation = trpc.stacks.run.useMutation({
    onSuccess: ({ runId }) => {
      void utils.stacks.runs.invalidate();
      window.scrollTo(0, 0);
      router.push(`/stacks/runs/${runId}`);
    },
    // The plan is no longer the one that was shown: request it again.
    onError: () => void utils.stacks.followPreview.invalidate(),
  });
  return {
    run: mutation.mutate,
    /** Also once it was accepted: its page is on its way. */
    busy: mutation.isPending || mutation.isSuccess,
    error: mutation.error === null ? null : toProblem(mutation.error),
  };
}

function missingSentence(missing: string[]): string | null {
  if (missing.length === 0) return null;
  return `Fill in ${missing.join(', ')} to see the plan.`;
}
