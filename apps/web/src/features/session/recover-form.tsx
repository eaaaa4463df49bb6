'use client';

import type { FormEvent } from 'react';
import { useRef } from 'react';

import { toProblem } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Button } from '../../components/forms/button';
import { Banner } from '../../components/layout/banner';
import { Field } from '../../components/forms/field';
import { Input } from '../../components/forms/input';
import { Skeleton } from '../../components/layout/skeleton';
import { StatusIcon } from '../../components/status/status-icon';
import { SubmitButton } from '../../components/forms/submit-button';
import { useFieldErrors } from '../../components/forms/use-field-errors';
import { useHydrated } from '../../components/forms/use-hydrated';
import { useShortcut } from '../../keys/provider';
import { authClient } from './auth-client';
import { authErrorOf } from './auth-error';
import { NewRecoveryLink } from './forgot-password';
import { SessionCard } from './session-card';
import { textOf } from './text-of';
import { useLinkToken } from './use-link-token';

/** The link of `npm run owner-link -- --recover` leads here: an owner sets a new password, and is signed in with it. */
export function RecoverForm() {
  const token = useLinkToken();
  const hydrated = useHydrated();
  const link = trpc.setup.checkRecoveryLink.useQuery(
    { token },
    { enabled: hydrated, staleTime: Infinity, gcTime: 0 },
  );
  if (link.error !== null) return <NotUsable error={link.error} onRetry={() => void link.refetch()} />;
  if (link.data === undefined) {
    return (
      <SessionCard title={TITLE} lead="Checking the link…">
        <Skeleton width="100%" />
        <Skeleton width="100%" />
      </SessionCard>
    );
  }
  return <PasswordForm token={token} email={link.data.email} />;
}

const TITLE = 'Set a new password';

function PasswordForm({ token, email }: { token: string; email: string }) {
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
      await recover.mutateAsync({ token, password });
      await authErrorOf(authClient.signIn.email({ email, password })); // otherwise the console asks for it
      window.location.assign('/');
    } catch (error) {
      errors.show(toProblem(error));
    }
  };
  const busy = recover.isPending || recover.isSuccess;
  return (
    <SessionCard
      title={TITLE}
      lead={`For ${email}. This link works once. All sessions of this account end, on every device.`}
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

function NotUsable({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { code, message } = toProblem(error);
  if (code !== 'FORBIDDEN' && code !== 'BAD_REQUEST') {
    return (
      <SessionCard title="Link not checked" lead={message}>
        <Button onClick={onRetry}>Try again</Button>
      </SessionCard>
    );
  }
  return (
    <SessionCard title="Link not valid" lead="This link was used, replaced or has expired.">
      <NewRecoveryLink />
    </SessionCard>
  );
}
