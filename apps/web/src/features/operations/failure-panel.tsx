'use client';

import type { OperationDetail } from '@milepost/api/views';

import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { cn } from '../../components/cn';
import { Sign } from '../../components/sign';
import { useNow } from '../../time/use-now';
import { DeleteInstallation } from '../installations/delete-installation';
import { DecisionChoices } from './decision-choices';
import { deadlineWords, doneWords, meanwhileWords } from './decision-words';
import { LastLines } from './last-lines';
import { useDecide } from './use-decide';

/** What failed in a sentence, the last lines, and each way on with what follows from it. */
export function FailurePanel({ operation }: { operation: OperationDetail }) {
  const decide = useDecide(operation);
  const { failure, actions, status } = operation;
  const deciding = status === 'deciding';
  const shown = failure !== null || deciding;
  return (
    <>
      {decide.refusal !== null && (
        <Banner
          look="warn"
          className="mb-5 max-sm:mb-4"
          sign={<Sign name="warn" tone="warn" />}
          action={
            <Button size="sm" onClick={decide.dismiss}>
              All right
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
            deciding ? 'border-warn-line' : 'border-bad-line',
          )}
        >
          <WhatFailed operation={operation} />
          {failure !== null && failure.lastLines !== '' && <LastLines text={failure.lastLines} />}
          {actions.choices.length > 0 && <DecisionChoices operation={operation} decide={decide} />}
          {actions.deletion !== null && (
            <div className="grid grid-cols-[252px_minmax(0,1fr)] items-center justify-items-start gap-x-4 gap-y-1.5 border-t px-4 py-3 max-sm:grid-cols-1 max-sm:justify-items-stretch">
              <DeleteInstallation
                deletion={actions.deletion}
                of={operation.package}
                server={operation.server}
              />
              <p className="text-pretty text-ink-2">
                Deletes the installation that it left as failed: with what it left on {operation.server.name},
                or its record alone.
              </p>
            </div>
          )}
        </section>
      )}
    </>
  );
}

function WhatFailed({ operation }: { operation: OperationDetail }) {
  const { failure, conclusion, status } = operation;
  const deciding = status === 'deciding';
  const sentence = failure?.sentence ?? conclusion;
  return (
    <div
      className={cn(
        'grid grid-cols-[16px_minmax(0,1fr)] gap-x-3 px-4 py-3.5',
        deciding ? 'bg-warn-soft' : 'bg-bad-soft',
      )}
    >
      <Sign name={deciding ? 'decision' : 'failed'} tone={deciding ? 'warn' : 'bad'} className="mt-1" />
      <h2 id="failure" className="text-lg tracking-tight text-balance">
        {failure === null ? 'A decision is needed' : `${failure.label} failed`}
      </h2>
      {sentence !== null && <p className="col-start-2 text-pretty text-ink-2">{sentence}</p>}
      {deciding && <Meanwhile operation={operation} />}
    </div>
  );
}

function Meanwhile({ operation }: { operation: OperationDetail }) {
  const now = useNow();
  const { decideBefore, milestones, actions, server, progress, rollingBack } = operation;
  return (
    <p className="col-start-2 mt-1 text-pretty text-ink-2">
      {!rollingBack && `${doneWords(milestones)} `}
      {meanwhileWords(server.name, progress.notice)}{' '}
      {decideBefore !== null && (
        <span title={new Date(decideBefore).toLocaleString('en-GB')}>{deadlineWords(decideBefore, now)}</span>
      )}
      {actions.choices.length === 0 && ' An operator or an owner can decide.'}
    </p>
  );
}
