'use client';

import type { FormEvent } from 'react';
import { useRef } from 'react';
import { toast } from 'sonner';

import { toProblem } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Field } from '../../components/forms/field';
import { Input } from '../../components/forms/input';
import { SubmitButton } from '../../components/forms/submit-button';
import { useFieldErrors } from '../../components/forms/use-field-errors';
import { textOf } from '../session/text-of';

export function ChangeName({ name }: { name: string }) {
  const utils = trpc.useUtils();
  const form = useRef<HTMLFormElement>(null);
  const errors = useFieldErrors(form);
  const change = trpc.account.changeName.useMutation({
    onSuccess: (viewer) => {
      utils.session.me.setData(undefined, viewer);
      void utils.people.invalidate();
      toast.success('Name changed.');
    },
    onError: (error) => {
      errors.show(toProblem(error));
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    errors.clear();
    change.mutate({ name: textOf(new FormData(event.currentTarget), 'name') });
  };
  return (
    <form ref={form} className="grid gap-3" noValidate onSubmit={submit}>
      <Field label="Name" error={errors.of('name') ?? errors.general ?? undefined}>
        {(control) => (
          <Input {...control} name="name" defaultValue={name} required maxLength={100} autoComplete="name" />
        )}
      </Field>
      <SubmitButton disabled={change.isPending} className="justify-self-start">
        Change name
      </SubmitButton>
    </form>
  );
}
