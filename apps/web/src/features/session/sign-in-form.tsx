'use client';

import { useSearchParams } from 'next/navigation';
import type { FormEvent } from 'react';
import { useRef, useState } from 'react';

import { trpc } from '../../api/trpc';
import { Banner } from '../../components/banner';
import { Field } from '../../components/field';
import { Input } from '../../components/input';
import { Sign } from '../../components/sign';
import { SubmitButton } from '../../components/submit-button';
import { useShortcut } from '../../keys/provider';
import { authClient } from './auth-client';
import { UNREACHED, refusedWith } from './refused-with';
import { SessionCard } from './session-card';
import { textOf } from './text-of';

/** E-mail and password, and where one wanted to go afterwards. */
export function SignInForm() {
  const next = safePath(useSearchParams()?.get('next') ?? null);
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
    const refused = await refusedWith(
      authClient.signIn.email({ email: textOf(data, 'email'), password: textOf(data, 'password') }),
    );
    if (refused === null) {
      window.location.assign(next);
      return;
    }
    setBusy(false);
    setProblem(sentenceFor(refused));
    form.current?.querySelector<HTMLInputElement>('[name="password"]')?.select();
  };

  return (
    <SessionCard title="Sign in" lead="Install, update and remove software on your servers.">
      {setup.data?.ownerExists === false && (
        <Banner look="plain" sign={<Sign name="will" tone="run" />}>
          Nobody has an account yet. Open the one-time link that was printed when Milepost started.
        </Banner>
      )}
      <form ref={form} className="grid gap-4" onSubmit={(event) => void signIn(event)}>
        <Field label="E-mail">
          {(control) => (
            <Input {...control} name="email" type="email" autoComplete="username" required autoFocus />
          )}
        </Field>
        <Field label="Password" error={problem ?? undefined}>
          {(control) => (
            <Input {...control} name="password" type="password" autoComplete="current-password" required />
          )}
        </Field>
        <SubmitButton look="primary" disabled={busy}>
          {busy ? 'Signing in…' : 'Sign in'}
        </SubmitButton>
      </form>
    </SessionCard>
  );
}

/** Only a path of this console: a link must not send people elsewhere after they signed in. */
function safePath(next: string | null): string {
  return next !== null && next.startsWith('/') && !next.startsWith('//') && !next.includes('\\') ? next : '/';
}

function sentenceFor(status: number): string {
  if (status === 429) return 'Too many tries. Wait a minute, then try again.';
  if (status >= 500 || status === UNREACHED) return 'The console does not answer. Try again in a moment.';
  return 'The e-mail address or the password is wrong.';
}
