'use client';

import type { StackView } from '@milepost/api/stack-views';
import { useState } from 'react';

import { toProblem } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Button } from '../../components/forms/button';
import { ConfirmDialog } from '../../components/overlays/confirm-dialog';

/** Deletes a stack that somebody has saved. */
export function RemoveStack({ stack: { id, name } }: { stack: StackView }) {
  const [open, setOpen] = useState(false);
  const utils = trpc.useUtils();
  const remove = trpc.stacks.remove.useMutation({
    onSettled: () => void utils.stacks.list.invalidate(),
    onSuccess: () => {
      setOpen(false);
    },
  });
  return (
    <>
      <Button
        size="sm"
        aria-label={`Delete ${name}…`}
        onClick={() => {
          setOpen(true);
        }}
      >
        Delete…
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Delete the stack “${name}”?`}
        confirmLabel="Delete stack"
        cancelLabel="Keep it"
        busy={remove.isPending}
        destructive
        onConfirm={() => {
          remove.mutate({ stackId: id });
        }}
      >
        <p>Nothing changes on servers. Runs that have begun continue.</p>
        {remove.error !== null && <p className="mt-2 text-bad-ink">{toProblem(remove.error).message}</p>}
      </ConfirmDialog>
    </>
  );
}
