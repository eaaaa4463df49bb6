'use client';

import type { OperationDetail } from '@milepost/api/views';
import { useState } from 'react';

import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { Sign } from '../../components/sign';
import { Moment } from '../../time/ticking';
import { meanwhileWords } from './decision-words';
import { PauseUntil } from './pause-until';
import { ResumeOperation } from './resume-operation';

/** By whom it is paused, since when and until when; on the way there, what is still waited for. */
export function PauseBanner({ operation }: { operation: OperationDetail }) {
  const { status, pause, server, actions } = operation;
  const pausing = status === 'pausing';
  return (
    <Banner
      look="plain"
      className="mb-5"
      sign={<Sign name="paused" tone="idle" />}
      action={actions.resume && <Ways operation={operation} />}
    >
      {pausing ? 'Pausing: after the current state. ' : 'Paused: nothing of it runs. '}
      {pause !== null && (
        <>
          Asked for by {pause.by} at <Moment at={pause.at} />.{' '}
          {pause.resumeAt === null ? (
            'It goes on when somebody resumes it. '
          ) : (
            <>
              It goes on by itself at <Moment at={pause.resumeAt} />.{' '}
            </>
          )}
        </>
      )}
      {!pausing && `${meanwhileWords(server.name, operation.progress.notice)} This one keeps its place.`}
    </Banner>
  );
}

function Ways({ operation }: { operation: OperationDetail }) {
  const [choosing, setChoosing] = useState(false);
  const { status } = operation;
  const timed = (operation.pause?.resumeAt ?? null) !== null;
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        size="sm"
        look="ghost"
        onClick={() => {
          setChoosing(true);
        }}
      >
        {timed ? 'Change the time…' : 'Set a time…'}
      </Button>
      <ResumeOperation operation={operation} size="sm" look={status === 'paused' ? 'primary' : 'plain'}>
        {status === 'paused' ? 'Resume now' : 'Do not pause'}
      </ResumeOperation>
      <PauseUntil operation={operation} open={choosing} onOpenChange={setChoosing} />
    </div>
  );
}
