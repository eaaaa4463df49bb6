'use client';

import { useSearchParams } from 'next/navigation';
import type { FormEvent } from 'react';
import { useRef, useState } from 'react';

import { trpc } from '../../api/trpc';
import { Field } from '../../components/forms/field';
import { Input } from '../../components/forms/input';
import { SubmitButton } from '../../components/forms/submit-button';
import { useShortcut } from '../../keys/provider';
import { authClient } from './auth-client';
import { ForgotPassword } from './forgot-password';
import { NoOwnerYet } from './no-owner-yet';
import { ownAddress } from './own-address';
import { NETWORK_ERROR, authErrorOf } from './auth-error';
import type { AuthError } from './auth-error';
import { SessionCard } from './session-card';
import { textOf } from './text-of';

/** Email and password, and where one wanted to go afterwards. */
export function SignInForm() {
  const next = useSearchParams()?.get('next') ?? null;
  const setup = trpc.setup.status.useQuery();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useShortcut('Mod+Enter', () => form.current?.requestSubmit());

  const signIn = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    const error = await authErrorOf(
      authClient.signIn.email({ email: textOf(data, 'email'), password: textOf(data, 'password') }),
    );
    if (error === null) {
      window.location.assign(ownAddress(next, window.location.origin));
      return;
    }
    setBusy(false);
    setProblem(sentenceFor(error));
    form.current?.querySelector<HTMLInputElement>('[name="password"]')?.select();
  };

  if (setup.data?.ownerExists === false) return <NoOwnerYet />;
  return (
    <SessionCard title="Sign in" lead="Install, update and remove software on your servers.">
      <form ref={form} className="grid gap-4" onSubmit={(event) => void signIn(event)}>
        <Field label="Email">
          {(control) => (
            <Input {...control} name="email" type="email" autoComplete="username" required autoFocus />
          )}
        </Field>
        <Field label="Password" error={problem ?? undefined}>
          {(control) => (
            <Input {...control} name="password" type="password" autoComplete="current-password" required />
          )}
        </Field>
        <SubmitButton variant="primary" disabled={busy}>
          {busy ? 'Signing in…' : 'Sign in'}
        </SubmitButton>
      </form>
      <ForgotPassword />
    </SessionCard>
  );
}

function sentenceFor({ status, message }: AuthError): string {
  if (status >= 500 || status === NETWORK_ERROR)
    return 'The console is not responding. Try again in a moment.';
  return message ?? 'Wrong email or password.';
}
