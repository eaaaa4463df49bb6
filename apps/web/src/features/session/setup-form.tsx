'use client';

import Link from 'next/link';
import type { FormEvent } from 'react';
import { useRef, useState } from 'react';

import { problemOf } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { Field } from '../../components/field';
import { Input } from '../../components/input';
import { Sign } from '../../components/sign';
import { useFieldErrors } from '../../components/use-field-errors';
import { useShortcut } from '../../keys/provider';
import { authClient } from './auth-client';
import { SessionCard } from './session-card';

/** The one-time link leads here: the first account, which owns the console. */
export function SetupForm({ token }: { token: string }) {
  const setup = trpc.setup.status.useQuery();
  const create = trpc.setup.createOwner.useMutation();
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState({ name: '', email: '', password: '' });
  const errors = useFieldErrors(form);
  useShortcut('Mod+Enter', () => form.current?.requestSubmit());

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    errors.clear();
    try {
      await create.mutateAsync({ token, ...values });
      await authClient.signIn.email({ email: values.email, password: values.password });
      window.location.assign('/');
    } catch (error) {
      errors.show(problemOf(error));
    }
  };
  const field = (name: keyof typeof values) => ({
    name,
    value: values[name],
    required: true,
    onChange: (event: { target: { value: string } }) => {
      setValues({ ...values, [name]: event.target.value });
    },
  });

  if (setup.data?.ownerExists === true) {
    return (
      <SessionCard title="Already set up" lead="This console has its owner; the link has been used.">
        <Button asChild look="primary">
          <Link href="/sign-in">Sign in</Link>
        </Button>
      </SessionCard>
    );
  }

  return (
    <SessionCard title="Create the owner" lead="The first account may do everything. This link works once.">
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
        <Button type="submit" look="primary" disabled={create.isPending}>
          {create.isPending ? 'Creating…' : 'Create the owner'}
        </Button>
      </form>
    </SessionCard>
  );
}
