'use client';

import type { FormEvent } from 'react';
import { useRef, useState } from 'react';

import { toProblem } from '../../api/problem';
import { Banner } from '../../components/layout/banner';
import { Field } from '../../components/forms/field';
import { Input } from '../../components/forms/input';
import { StatusIcon } from '../../components/status/status-icon';
import { SubmitButton } from '../../components/forms/submit-button';
import { useFieldErrors } from '../../components/forms/use-field-errors';
import { useShortcut } from '../../keys/provider';
import { authClient } from './auth-client';
import { authErrorOf } from './auth-error';
import { textOf } from './text-of';

export interface NewAccount {
  name: string;
  email: string;
  password: string;
}

export interface AccountFormProps {
  /** Makes the account; what it throws is shown at its fields. */
  create: (account: NewAccount) => Promise<unknown>;
  /** The account's email address where it is fixed; otherwise the form asks for one. */
  email?: string;
  submitLabel: string;
  /** What the button says meanwhile. */
  busyLabel: string;
}

/** Name, email and password of a new account, which is signed in at once. */
export function AccountForm({ create, email: fixed, submitLabel, busyLabel }: AccountFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const errors = useFieldErrors(form);
  useShortcut('Mod+Enter', () => form.current?.requestSubmit());

  // Read from the fields themselves: what was typed before the page was alive is in no state.
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const data = new FormData(event.currentTarget);
    const [name, email, password] = [textOf(data, 'name'), textOf(data, 'email'), textOf(data, 'password')];
    errors.clear();
    setBusy(true);
    try {
      await create({ name, email, password });
      await authErrorOf(authClient.signIn.email({ email, password })); // else the console asks for it
      window.location.assign('/');
    } catch (error) {
      errors.show(toProblem(error));
      setBusy(false);
    }
  };
  return (
    <>
      {errors.general !== null && (
        <Banner variant="bad" icon={<StatusIcon name="failed" tone="bad" />}>
          {errors.general}
        </Banner>
      )}
      <form ref={form} className="grid gap-4" noValidate onSubmit={(event) => void submit(event)}>
        <Field label="Name" error={errors.of('name')}>
          {(control) => <Input {...control} name="name" required autoComplete="name" autoFocus />}
        </Field>
        <Field label="Email" error={errors.of('email')}>
          {(control) => (
            <Input
              {...control}
              name="email"
              required
              type="email"
              autoComplete="username"
              readOnly={fixed !== undefined}
              defaultValue={fixed}
            />
          )}
        </Field>
        <Field label="Password" hint="At least 12 characters." error={errors.of('password')}>
          {(control) => (
            <Input {...control} name="password" required type="password" autoComplete="new-password" />
          )}
        </Field>
        <SubmitButton variant="primary" disabled={busy}>
          {busy ? busyLabel : submitLabel}
        </SubmitButton>
      </form>
    </>
  );
}
