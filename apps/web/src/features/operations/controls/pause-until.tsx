'use client';

import type { OperationSummary } from '@milepost/api/views';
import type { FormEvent } from 'react';
import { useRef, useState } from 'react';

import { toProblem } from '../../../api/problem';
import { trpc } from '../../../api/trpc';
import { Button } from '../../../components/forms/button';
import { Dialog } from '../../../components/overlays/dialog';
import { Field } from '../../../components/forms/field';
import { Input } from '../../../components/forms/input';
import { SubmitButton } from '../../../components/forms/submit-button';
import { useShortcut } from '../../../keys/provider';
import { serverNow } from '../../../time/clock';
import { fromLocalMoment, toLocalMoment } from '../../../time/local-moment';

const HOUR_MS = 3_600_000;

export interface PauseUntilProps {
  operation: OperationSummary;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Asks until when: for a pause to come, or one that there is already. */
export function PauseUntil({ operation, open, onOpenChange }: PauseUntilProps) {
  const paused = operation.pause !== null;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={paused ? 'When should it resume?' : 'Pause until when?'}
      description={
        paused
          ? 'It resumes automatically at that time. You can resume it earlier.'
          : 'It pauses after the current step and resumes automatically at that time. You can resume it earlier.'
      }
      className="max-w-[460px]"
    >
      <UntilForm
        operation={operation}
        onDone={() => {
          onOpenChange(false);
        }}
      />
    </Dialog>
  );
}

function UntilForm({ operation, onDone }: { operation: OperationSummary; onDone: () => void }) {
  const { id, pause: asked } = operation;
  const timed = (asked?.resumeAt ?? null) !== null;
  const form = useRef<HTMLFormElement>(null);
  const [value, setValue] = useState(() => toLocalMoment(new Date(asked?.resumeAt ?? serverNow() + HOUR_MS)));
  const [problem, setProblem] = useState<string>();
  const utils = trpc.useUtils();
  const pause = trpc.operations.pause.useMutation({
    onSuccess: onDone,
    onError: (error) => {
      setProblem(toProblem(error).message);
    },
    onSettled: () => utils.operations.get.invalidate({ operationId: id }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const until = fromLocalMoment(value);
    if (until === null || until.getTime() <= serverNow()) {
      setProblem('Choose a time in the future.');
      return;
    }
    pause.mutate({ operationId: id, resumeAt: until.toISOString() });
  };
  useShortcut('Mod+Enter', () => form.current?.requestSubmit());
  return (
    <form ref={form} noValidate onSubmit={submit} className="grid gap-5">
      <Field label="Resume at" hint={`In your time zone, ${zone()}.`} error={problem}>
        {(control) => (
          <Input
            {...control}
            type="datetime-local"
            autoFocus
            required
            value={value}
            onChange={({ target }) => {
              setValue(target.value);
              setProblem(undefined);
            }}
          />
        )}
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        {timed && (
          <Button
            variant="ghost"
            disabled={pause.isPending}
            onClick={() => {
              pause.mutate({ operationId: id, resumeAt: null });
            }}
          >
            Until resumed manually
          </Button>
        )}
        <SubmitButton variant="primary" disabled={pause.isPending}>
          {asked === null ? 'Pause until then' : 'Resume then'}
        </SubmitButton>
      </div>
    </form>
  );
}

function zone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
