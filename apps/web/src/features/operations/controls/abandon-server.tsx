'use client';

import type { OperationSummary } from '@milepost/api/views';
import { useState } from 'react';

import { trpc } from '../../../api/trpc';
import { Button } from '../../../components/forms/button';
import { ConfirmDialog } from '../../../components/overlays/confirm-dialog';
import { useOperationMutationOptions } from './use-operation-mutation-options';

/** For what is being ended while its server does not answer. */
export function AbandonServer({ operation }: { operation: OperationSummary }) {
  const [asking, setAsking] = useState(false);
  const abandon = trpc.operations.abandonServer.useMutation(useOperationMutationOptions(operation.id));
  const { name } = operation.server;
  return (
    <>
      <Button
        size="sm"
        onClick={() => {
          setAsking(true);
        }}
      >
        Stop waiting…
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Stop waiting for ${name}?`}
        confirmLabel="Stop waiting"
        cancelLabel="Keep waiting"
        busy={abandon.isPending}
        onConfirm={() => {
          setAsking(false);
          abandon.mutate({ operationId: operation.id });
        }}
      >
        The operation ends with an unknown result. Its last command may still be running on {name}, so the
        server stays blocked until that is confirmed to have stopped.
      </ConfirmDialog>
    </>
  );
}
