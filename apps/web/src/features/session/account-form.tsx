'use client';

import type { FormEvent } from 'react';
import { useRef, useState } from 'react';

import { problemOf } from '../../api/problem';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { Field } from '../../components/field';
import { Input } from '../../components/input';
import { Sign } from '../../components/sign';
import { useFieldErrors } from '../../components/use-field-errors';
import { useShortcut } from '../../keys/provider';
import { authClient } from './auth-client';

const empty = { name: '', email: '', password: '' };

export type NewAccount = typeof empty;

export interface AccountFormProps {
  /** Makes the account; what it throws is shown at its fields. */
  create: (account: NewAccount) => Promise<unknown>;
  action: string;
  /** What the button says meanwhile. */
  doing: string;
}

/** Name, e-mail and password of a new account, which is signed in at once. */
export function AccountForm({ create, action, doing }: AccountFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState(empty);
  const [busy, setBusy] = useState(false);
  const errors = useFieldErrors(form);
  useShortcut('Mod+Enter', () => form.current?.requestSubmit());

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    errors.clear();
    setBusy(true);
    try {
      await create(values);
      await authClient.signIn.email({ email: values.email, password: values.password });
      window.location.assign('/');
    } catch (error) {
      errors.show(problemOf(error));
      setBusy(false);
    }
  };
  const field = (name: keyof NewAccount) => ({
    name,
    value: values[name],
    required: true,
    onChange: (event: { target: { value: string } }) => {
      setValues({ ...values, [name]: event.target.value });
    },
  });

  return (
    <>
      {errors.general !== null && (
        <Banner look="bad" sign={<Sign name="failed" tone="bad" />}>
          {errors.general}
        </Banner>
      )}
      <form ref={form} className="grid gap-4" noValidate onSubmit={(event) => void submit(event)}>
        <Field label="Name" error={errors.of('name')}>
          {(control) => <Input {...control} {...field('name')} autoComplete="name" autoFocus />}
        </Field>
        <Field label="E-mail" error={errors.of('email')}>
          {(control) => <Input {...control} {...field('email')} type="email" autoComplete="username" />}
        </Field>
        <Field label="Password" hint="At least 12 characters." error={errors.of('password')}>
          {(control) => (
            <Input {...control} {...field('password')} type="password" autoComplete="new-password" />
          )}
        </Field>
        <Button type="submit" look="primary" disabled={busy}>
          {busy ? doing : action}
        </Button>
      </form>
    </>
  );
}
