'use client';

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
import { authClient } from './auth-client';
import { SessionCard } from './session-card';

/** An invitation's link leads here: an account with the role that the invitation gives. */
export function JoinForm({ token }: { token: string }) {
  const join = trpc.people.join.useMutation();
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState({ name: '', email: '', password: '' });
  const errors = useFieldErrors(form);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    errors.clear();
    try {
      await join.mutateAsync({ token, ...values });
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

  return (
    <SessionCard title="Join" lead="You were invited to this console. The link works once.">
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
        <Button type="submit" look="primary" disabled={join.isPending}>
          {join.isPending ? 'Joining…' : 'Join'}
        </Button>
      </form>
    </SessionCard>
  );
}
