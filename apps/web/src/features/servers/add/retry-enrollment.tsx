'use client';

import type { ServerDetail } from '@milepost/api/views';
import type { FormEvent } from 'react';
import { useRef, useState } from 'react';

import { toProblem } from '../../../api/problem';
import { trpc } from '../../../api/trpc';
import { Banner } from '../../../components/layout/banner';
import { StatusIcon } from '../../../components/status/status-icon';
import { SubmitButton } from '../../../components/forms/submit-button';
import { useFieldErrors } from '../../../components/forms/use-field-errors';
import { useShortcut } from '../../../keys/provider';
import { useCanOperate } from '../../session/use-can-operate';
import { emptyLogin, LoginFields, loginOf } from './login-fields';

/** Why it could not join or is not trusted any more, and a login to try it with; as it was, when the login is left empty. */
export function RetryEnrollment({ server }: { server: ServerDetail }) {
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState(emptyLogin);
  const errors = useFieldErrors(form);
  const allowed = useCanOperate();
  const keyChanged = server.status === 'host_key_changed';
  const utils = trpc.useUtils();
  const retry = trpc.servers.retryEnrollment.useMutation({
    onSuccess: (tried) => {
      utils.servers.get.setData({ serverId: server.id }, tried);
    },
    onError: (error) => {
      errors.show(toProblem(error));
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (retry.isPending) return;
    errors.clear();
    const given = values.password !== '' || values.privateKey !== '';
    retry.mutate({
      serverId: server.id,
      ...(given ? { username: values.username, login: loginOf(values) } : {}),
    });
  };
  useShortcut('Mod+Enter', () => form.current?.requestSubmit());
  return (
    <div className="grid gap-4">
      <Banner variant="bad" icon={<StatusIcon name="failed" tone="bad" />}>
        {server.problem ?? 'The server has not responded yet.'}{' '}
        {keyChanged &&
          'Check at the server’s own console whether it was reinstalled. If it was, reconnect it: you compare its new fingerprint before anything is sent.'}
      </Banner>
      {allowed && (
        <form
          ref={form}
          noValidate
          onSubmit={submit}
          className="grid max-w-[440px] gap-4 rounded-lg border bg-surface p-4"
        >
          <h2>{keyChanged ? 'Reconnect' : 'Try again'}</h2>
          {errors.general !== null && (
            <Banner variant="bad" icon={<StatusIcon name="failed" tone="bad" />}>
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
          <SubmitButton variant="primary" disabled={retry.isPending}>
            {retry.isPending ? 'Trying…' : keyChanged ? 'Read its new host key' : 'Try again'}
          </SubmitButton>
        </form>
      )}
    </div>
  );
}
