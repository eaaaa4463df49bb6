'use client';

import type { FormEvent } from 'react';
import { useRef } from 'react';

import { toProblem } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Banner } from '../../components/layout/banner';
import { Field } from '../../components/forms/field';
import { Input } from '../../components/forms/input';
import { StatusIcon } from '../../components/status/status-icon';
import { SubmitButton } from '../../components/forms/submit-button';
import { useFieldErrors } from '../../components/forms/use-field-errors';
import { useShortcut } from '../../keys/provider';
import { authClient } from './auth-client';
import { authErrorOf } from './auth-error';
import { SessionCard } from './session-card';
import { textOf } from './text-of';
import { useLinkToken } from './use-link-token';

/** The link of `npm run owner-link -- --recover` leads here: an owner sets a new password, and is signed in with it. */
export function RecoverForm() {
  const token = useLinkToken();
  const form = useRef<HTMLFormElement>(null);
  const errors = useFieldErrors(form);
  const recover = trpc.setup.recover.useMutation();
  useShortcut('Mod+Enter', () => form.current?.requestSubmit());

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (recover.isPending || recover.isSuccess) return;
    const password = textOf(new FormData(event.currentTarget), 'password');
    errors.clear();
    try {
      const { email } = await recover.mutateAsync({ token, password });
      await authErrorOf(authClient.signIn.email({ email, password })); // otherwise the console asks for it
      window.location.assign('/');
    } catch (error) {
      errors.show(toProblem(error));
    }
  };
  const busy = recover.isPending || recover.isSuccess;
  return (
    <SessionCard
      title="Set a new password"
      lead="This link works once. All sessions of this account end, on every device."
    >
      {errors.general !== null && (
        <Banner variant="bad" icon={<StatusIcon name="failed" tone="bad" />}>
          {errors.general}
        </Banner>
      )}
      <form ref={form} className="grid gap-4" noValidate onSubmit={(event) => void submit(event)}>
        <Field label="New password" hint="At least 12 characters." error={errors.of('password')}>
          {(control) => (
            <Input
              {...control}
              name="password"
              required
              type="password"
              autoComplete="new-password"
              autoFocus
            />
          )}
        </Field>
        <SubmitButton variant="primary" disabled={busy}>
          {busy ? 'Setting…' : 'Set password and sign in'}
        </SubmitButton>
      </form>
    </SessionCard>
  );
}
