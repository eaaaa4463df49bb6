'use client';

import type { ServerDetail } from '@milepost/api/views';
import type { FormEvent } from 'react';
import { useRef, useState } from 'react';

import { problemOf } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Banner } from '../../components/banner';
import { Sign } from '../../components/sign';
import { SubmitButton } from '../../components/submit-button';
import { useFieldErrors } from '../../components/use-field-errors';
import { useShortcut } from '../../keys/provider';
import { useMayChange } from '../session/use-may-change';
import { emptyLogin, LoginFields, loginOf } from './login-fields';

/** Why it could not join, and another login to try it with; as it was, when the login is left empty. */
export function TryJoinAgain({ server }: { server: ServerDetail }) {
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState(emptyLogin);
  const errors = useFieldErrors(form);
  const allowed = useMayChange();
  const utils = trpc.useUtils();
  const again = trpc.servers.tryAgain.useMutation({
    onSuccess: (tried) => {
      utils.servers.get.setData({ serverId: server.id }, tried);
    },
    onError: (error) => {
      errors.show(problemOf(error));
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (again.isPending) return;
    errors.clear();
    const given = values.password !== '' || values.privateKey !== '';
    again.mutate({
      serverId: server.id,
      ...(given ? { username: values.username, login: loginOf(values) } : {}),
    });
  };
  useShortcut('Mod+Enter', () => form.current?.requestSubmit());
  return (
    <div className="grid gap-4">
      <Banner look="bad" sign={<Sign name="failed" tone="bad" />}>
        {server.problem ?? 'It did not answer yet.'}
      </Banner>
      {allowed && (
        <form
          ref={form}
          noValidate
          onSubmit={submit}
          className="grid max-w-[440px] gap-4 rounded-lg border bg-surface p-4"
        >
          <h2>Try it again</h2>
          {errors.general !== null && (
            <Banner look="bad" sign={<Sign name="failed" tone="bad" />}>
              {errors.general}
            </Banner>
          )}
          <LoginFields
            values={values}
            errorOf={errors.of}
            onChange={(part) => {
              setValues((before) => ({ ...before, ...part }));
            }}
          />
          <SubmitButton look="primary" disabled={again.isPending}>
            {again.isPending ? 'Trying…' : 'Try again'}
          </SubmitButton>
        </form>
      )}
    </div>
  );
}
