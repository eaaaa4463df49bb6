'use client';

import type { OperationDetail } from '@milepost/api/views';
import { useState } from 'react';

import { Banner } from '../../../components/layout/banner';
import { Button } from '../../../components/forms/button';
import { StatusIcon } from '../../../components/status/status-icon';
import { Moment } from '../../../time/ticking';
import { Person } from '../../session/person';
import { meanwhileSentence } from '@milepost/contract/messages/waiting';
import { PauseUntil } from '../controls/pause-until';
import { ResumeOperation } from '../controls/resume-operation';

/** By whom it is paused, since when and until when; on the way there, what is still waited for. */
export function PauseBanner({ operation }: { operation: OperationDetail }) {
  const { status, pause, server, actions } = operation;
  const pausing = status === 'pausing';
  return (
    <Banner
      variant="plain"
      className="mb-5"
      icon={<StatusIcon name="paused" tone="idle" />}
      action={actions.resume && <PauseActions operation={operation} />}
    >
      {pausing ? 'Pausing after the current step. ' : ''}
      {pause !== null && (
        <>
          {pausing ? 'Requested' : 'Paused'} by <Person email={pause.by} /> at <Moment at={pause.at} />.{' '}
          {pause.resumeAt === null ? (
            'Resume it to continue. '
          ) : (
            <>
              It resumes automatically at <Moment at={pause.resumeAt} />.{' '}
            </>
          )}
        </>
      )}
      {!pausing &&
        `${meanwhileSentence(server.name, operation.progress.notice)} It keeps its place in the queue.`}
    </Banner>
  );
}

function PauseActions({ operation }: { operation: OperationDetail }) {
  const [choosing, setChoosing] = useState(false);
  const { status } = operation;
  const timed = (operation.pause?.resumeAt ?? null) !== null;
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        size="sm"
        variant="ghost"
        onClick={() => {
          setChoosing(true);
        }}
      >
        {timed ? 'Change the time…' : 'Set a time…'}
      </Button>
      <ResumeOperation operation={operation} size="sm" variant={status === 'paused' ? 'primary' : 'plain'}>
        {status === 'paused' ? 'Resume now' : 'Undo pause'}
      </ResumeOperation>
      <PauseUntil operation={operation} open={choosing} onOpenChange={setChoosing} />
    </div>
  );
}
