'use client';

import type { StackRunView } from '@milepost/api/stack-views';
import { useState } from 'react';

import { toProblem } from '../../../api/problem';
import { trpc } from '../../../api/trpc';
import { Button } from '../../../components/forms/button';
import { ConfirmDialog } from '../../../components/overlays/confirm-dialog';
import { RequireOperator } from '../../session/require-operator';
import { useRunMutationOptions } from './use-run-mutation';

/** Ends a run: no further step begins. */
export function EndRun({ run }: { run: StackRunView }) {
  const [open, setOpen] = useState(false);
  const options = useRunMutationOptions();
  const end = trpc.stacks.endRun.useMutation({
    ...options,
    onSuccess: (ended) => {
      options.onSuccess(ended);
      setOpen(false);
    },
  });
  return (
    <RequireOperator>
      <Button
        onClick={() => {
          setOpen(true);
        }}
      >
        End stack…
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`End “${run.name}” on ${run.server.name}?`}
        confirmLabel="End the stack"
        cancelLabel="Keep it running"
        busy={end.isPending}
        onConfirm={() => {
          end.mutate({ runId: run.id });
        }}
      >
        <p>
          No further step starts. An operation that is already running continues: cancel it on its own page.
        </p>
        {end.error !== null && <p className="mt-2 text-bad-ink">{toProblem(end.error).message}</p>}
      </ConfirmDialog>
    </RequireOperator>
  );
}
