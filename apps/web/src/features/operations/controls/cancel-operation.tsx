'use client';

import type { OperationSummary } from '@milepost/api/views';
import { cancelConsequence } from '@milepost/contract/messages/decisions';
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
  return cancelConsequence({ status, server: server.name, done });
}
