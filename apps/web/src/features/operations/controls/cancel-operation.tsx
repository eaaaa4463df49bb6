'use client';

import type { OperationSummary } from '@milepost/api/views';
import { useState } from 'react';

import { trpc } from '../../../api/trpc';
import type { ButtonProps } from '../../../components/forms/button';
import { Button } from '../../../components/forms/button';
import { ConfirmDialog } from '../../../components/overlays/confirm-dialog';
import { useOperationMutationOptions } from './use-operation-mutation-options';

export interface CancelOperationProps extends Pick<
  ButtonProps,
  'variant' | 'size' | 'className' | 'aria-label'
> {
  operation: OperationSummary;
}

/** The button, and the question that says what follows from it. */
export function CancelOperation({ operation, variant = 'danger', ...button }: CancelOperationProps) {
  const [asking, setAsking] = useState(false);
  const cancel = trpc.operations.cancel.useMutation(useOperationMutationOptions(operation.id));
  return (
    <>
      <Button
        variant={variant}
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
        confirmLabel="Cancel operation"
        cancelLabel="Keep operation"
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
  if (status === 'queued' && done === 0) return `No changes have been made on ${server.name}.`;
  const stays =
    done === 0
      ? 'No step is complete yet.'
      : done === 1
        ? 'The completed step stays as it is.'
        : `The ${done} completed steps stay as they are.`;
  const idle = status === 'queued' || status === 'paused' || status === 'awaiting_decision';
  const stops = idle
    ? `It is not running on ${server.name}.`
    : `What runs on ${server.name} is stopped; a package being unpacked at this moment is finished first.`;
  return `${stops} ${stays} Nothing is rolled back.`;
}
