'use client';

import type { StackRunView } from '@milepost/api/stack-views';
import Link from 'next/link';

import { toProblem } from '../../../api/problem';
import { trpc } from '../../../api/trpc';
import { Button } from '../../../components/forms/button';
import { Banner } from '../../../components/layout/banner';
import { StatusIcon } from '../../../components/status/status-icon';
import { RequireOperator } from '../../session/require-operator';
import { useRunMutationOptions } from './use-run-mutation';

/** Which step did not complete, and what can be done about it. */
export function RunStopped({ run }: { run: StackRunView }) {
  const goOn = trpc.stacks.continueRun.useMutation(useRunMutationOptions());
  const step = run.steps.find(({ n }) => n === run.stoppedAt);
  if (run.status === 'waiting') return <RunWaits run={run} />;
  if (run.status !== 'stopped' || step === undefined) return null;
  const decide = (again: boolean) => () => {
    goOn.mutate({ runId: run.id, n: step.n, again });
  };
  return (
    <Banner
      variant="bad"
      className="mb-4"
      icon={<StatusIcon name="failed" tone="bad" />}
      action={
        <span className="flex flex-wrap gap-2">
          {step.operation !== null && (
            <Button asChild size="sm">
              <Link href={`/operations/${step.operation.id}`}>View operation</Link>
            </Button>
          )}
          <RequireOperator>
            {run.canTryAgain && (
              <Button size="sm" disabled={goOn.isPending} onClick={decide(true)}>
                Try again
              </Button>
            )}
            {run.canContinue && (
              <Button size="sm" variant="primary" disabled={goOn.isPending} onClick={decide(false)}>
                Continue with the rest
              </Button>
            )}
          </RequireOperator>
        </span>
      }
    >
      {goOn.error === null
        ? `${decisionSentence(run, step.n)}${step.operation?.status === 'failed' ? ' If its operation is retried and completes, the stack continues by itself.' : ''}`
        : toProblem(goOn.error).message}
    </Banner>
  );
}

const decisionSentence = (run: StackRunView, n: number): string =>
  run.canContinue
    ? `Nothing after step ${n} begins before you decide.`
    : `Step ${n} was the last one. End the stack, or see what can be done about it.`;

function RunWaits({ run }: { run: StackRunView }) {
  const waiting = run.steps.find(({ operation }) => operation?.status === 'awaiting_decision');
  return (
    <Banner
      variant="warn"
      className="mb-4"
      icon={<StatusIcon name="decision" tone="warn" />}
      action={
        waiting?.operation && (
          <Button asChild size="sm" variant="primary">
            <Link href={`/operations/${waiting.operation.id}`}>Decide…</Link>
          </Button>
        )
      }
    >
      {waiting?.operation?.conclusion ?? run.sentence} The next steps wait for your decision.
    </Banner>
  );
}
