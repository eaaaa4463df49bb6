'use client';

import type { OperationDetail } from '@milepost/api/views';

import Link from 'next/link';

import { Banner } from '../../../components/layout/banner';
import { Button } from '../../../components/forms/button';
import { cn } from '../../../components/cn';
import { StatusIcon } from '../../../components/status/status-icon';
import { useNow } from '../../../time/use-now';
import { followUps } from '../../installations/follow-ups';
import { AftermathList } from '../../installations/aftermath-list';
import { LeftoverActions } from '../../installations/leftover-actions';
import { DecisionChoices } from '../controls/decision-choices';
import { deadlineSentence, completedSentence } from '@milepost/contract/messages/decisions';
import { meanwhileSentence } from '@milepost/contract/messages/waiting';
import { useIsReadOnly } from '../../session/use-can-operate';
import { LastLines } from './last-lines';
import { PlanChange } from './plan-change';
import { useDecide } from '../controls/use-decide';

/** The cause of a failure, what is known about it, the last lines, and the ways on with what follows from each. */
export function FailurePanel({ operation }: { operation: OperationDetail }) {
  const decide = useDecide(operation);
  const { failure, actions, aftermath, status, canceled } = operation;
  const awaitingDecision = status === 'awaiting_decision';
  const notBegun = status === 'failed' && failure === null && aftermath === null;
  const shown = ((failure !== null || notBegun) && canceled === null) || awaitingDecision;
  return (
    <>
      {decide.refusal !== null && (
        <Banner
          variant="warn"
          className="mb-5 max-sm:mb-4"
          icon={<StatusIcon name="warn" tone="warn" />}
          action={
            <Button size="sm" onClick={decide.dismiss}>
              Dismiss
            </Button>
          }
        >
          {decide.refusal}
        </Banner>
      )}
      {shown && (
        <section
          aria-labelledby="failure"
          className={cn(
            'mb-5 overflow-clip rounded-lg border bg-surface max-sm:mb-4',
            awaitingDecision ? 'border-warn-line' : 'border-bad-line',
          )}
        >
          <WhatFailed operation={operation} />
          {failure !== null && failure.lastLines !== '' && <LastLines text={failure.lastLines} />}
          {aftermath !== null && <AftermathList aftermath={aftermath} server={operation.server.name} />}
          {actions.choices.some(({ action }) => action === 'accept_plan') && (
            <PlanChange operationId={operation.id} />
          )}
          {actions.choices.length > 0 && <DecisionChoices operation={operation} decide={decide} />}
          {notBegun && <TryAgain operation={operation} />}
          {actions.deletion !== null && status !== 'awaiting_decision' && (
            <LeftoverActions
              operation={operation}
              deletion={actions.deletion}
              className="border-t px-4 py-3"
            />
          )}
        </section>
      )}
    </>
  );
}

/** The same request, with a new plan. */
function TryAgain({ operation }: { operation: OperationDetail }) {
  const isReadOnly = useIsReadOnly();
  if (isReadOnly || operation.server.removed) return null;
  return (
    <div className="border-t px-4 py-3 max-sm:grid">
      <Button asChild>
        <Link href={followUps(operation).finish.href}>Try again…</Link>
      </Button>
    </div>
  );
}

function WhatFailed({ operation }: { operation: OperationDetail }) {
  const { failure, conclusion, status } = operation;
  const awaitingDecision = status === 'awaiting_decision';
  const sentence = failure?.sentence ?? conclusion;
  const { cause: known, hint } = failure ?? { cause: null, hint: null };
  return (
    <div
      className={cn(
        'grid grid-cols-[16px_minmax(0,1fr)] gap-x-3 px-4 py-3.5',
        awaitingDecision ? 'bg-warn-soft' : 'bg-bad-soft',
      )}
    >
      <StatusIcon
        name={awaitingDecision ? 'decision' : 'failed'}
        tone={awaitingDecision ? 'warn' : 'bad'}
        className="mt-1"
      />
      <h2 id="failure" className="text-lg tracking-tight text-balance wrap-anywhere">
        {failure !== null
          ? (known ?? `${failure.label} failed`)
          : awaitingDecision
            ? 'A decision is needed'
            : `Nothing was changed on ${operation.server.name}`}
      </h2>
      {sentence !== null && (
        <p className="col-start-2 text-pretty wrap-anywhere text-ink-2">
          {known !== null && `${failure?.label} failed: `}
          {sentence}
        </p>
      )}
      {hint !== null && <p className="col-start-2 mt-1 font-medium text-pretty wrap-anywhere">{hint}</p>}
      {awaitingDecision && <Meanwhile operation={operation} />}
    </div>
  );
}

function Meanwhile({ operation }: { operation: OperationDetail }) {
  const now = useNow();
  const { decisionDeadline, milestones, actions, server, progress, rollingBack } = operation;
  return (
    <p className="col-start-2 mt-1 text-pretty text-ink-2">
      {!rollingBack && `${completedSentence(milestones)} `}
      {meanwhileSentence(server.name, progress.notice)}{' '}
      {decisionDeadline !== null && (
        <span title={new Date(decisionDeadline).toLocaleString('en-GB')}>
          {deadlineSentence(decisionDeadline, now)}
        </span>
      )}
      {actions.choices.length === 0 &&
        progress.notice?.kind !== 'requested' &&
        ' An operator or an owner can decide.'}
    </p>
  );
}
