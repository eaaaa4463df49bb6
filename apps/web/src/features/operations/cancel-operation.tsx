'use client';

import type { OperationSummary } from '@milepost/api/views';
import { useState } from 'react';

import { trpc } from '../../api/trpc';
import type { ButtonProps } from '../../components/button';
import { Button } from '../../components/button';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { useAfterPress } from './use-after-press';

export interface CancelOperationProps extends Pick<
  ButtonProps,
  'look' | 'size' | 'className' | 'aria-label'
> {
  operation: OperationSummary;
}

/** The button, and the question that says what follows from it. */
export function CancelOperation({ operation, look = 'danger', ...button }: CancelOperationProps) {
  const [asking, setAsking] = useState(false);
  const cancel = trpc.operations.cancel.useMutation(useAfterPress(operation.id));
  return (
    <>
      <Button
        look={look}
        {...button}
        onClick={() => {
          setAsking(true);
        }}
      >
        Cancel…
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Cancel this operation?"
        action="Cancel the operation"
        keep="Let it run"
        busy={cancel.isPending}
        onConfirm={() => {
          setAsking(false);
          cancel.mutate({ operationId: operation.id });
        }}
      >
        {consequence(operation)}
      </ConfirmDialog>
    </>
  );
}

function consequence({ status, server, progress }: OperationSummary): string {
  const done = progress.segments.filter((segment) => segment.status === 'done').length;
  if (status === 'queued' && done === 0)
    return `Nothing has been changed on ${server.name} yet, and nothing will be.`;
  const stays =
    done === 0
      ? 'No milestone is done yet.'
      : done === 1
        ? 'The finished milestone stays done.'
        : `The ${done} finished milestones stay done.`;
  const idle = status === 'queued' || status === 'paused' || status === 'deciding';
  const stops = idle
    ? `Nothing of it runs on ${server.name} now.`
    : `What runs on ${server.name} is stopped; a package being unpacked at this moment is finished first.`;
  return `${stops} ${stays} Nothing is rolled back.`;
}
