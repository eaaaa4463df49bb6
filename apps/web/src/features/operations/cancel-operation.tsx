'use client';

import type { OperationDetail } from '@milepost/api/views';
import { useState } from 'react';
import { toast } from 'sonner';

import { problemOf } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Button } from '../../components/button';
import { ConfirmDialog } from '../../components/confirm-dialog';

/** The button, and the question that says what follows from it. */
export function CancelOperation({ operation }: { operation: OperationDetail }) {
  const [asking, setAsking] = useState(false);
  const utils = trpc.useUtils();
  const cancel = trpc.operations.cancel.useMutation({
    onSuccess: () => {
      setAsking(false);
    },
    onError: (error) => toast.error(problemOf(error).message),
    onSettled: () => utils.operations.get.invalidate({ operationId: operation.id }),
  });
  return (
    <>
      <Button
        look="danger"
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
          cancel.mutate({ operationId: operation.id });
        }}
      >
        {consequence(operation)}
      </ConfirmDialog>
    </>
  );
}

function consequence({ status, server, milestones }: OperationDetail): string {
  if (status === 'queued') return `Nothing has been changed on ${server.name} yet, and nothing will be.`;
  const done = milestones.filter((milestone) => milestone.status === 'done').length;
  const stays =
    done === 0
      ? 'No milestone is done yet.'
      : done === 1
        ? 'The finished milestone stays done.'
        : `The ${done} finished milestones stay done.`;
  return `What runs on ${server.name} is stopped; a package being unpacked at this moment is finished first. ${stays} Nothing is rolled back.`;
}
