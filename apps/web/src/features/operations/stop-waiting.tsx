'use client';

import type { OperationSummary } from '@milepost/api/views';
import { useState } from 'react';

import { trpc } from '../../api/trpc';
import { Button } from '../../components/button';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { useAfterPress } from './use-after-press';

/** For what is being ended while its server does not answer. */
export function StopWaiting({ operation }: { operation: OperationSummary }) {
  const [asking, setAsking] = useState(false);
  const stop = trpc.operations.stopWaiting.useMutation(useAfterPress(operation.id));
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
        action="Stop waiting"
        keep="Keep waiting"
        busy={stop.isPending}
        onConfirm={() => {
          setAsking(false);
          stop.mutate({ operationId: operation.id });
        }}
      >
        The operation ends as unknown: what it last started on {name} may still run there. The server stays
        blocked, and nothing else is started on it, until it is proven that nothing of this operation is left.
      </ConfirmDialog>
    </>
  );
}
