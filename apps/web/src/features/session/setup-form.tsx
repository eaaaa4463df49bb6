'use client';

import Link from 'next/link';

import { toProblem } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Button } from '../../components/forms/button';
import { Skeleton } from '../../components/layout/skeleton';
import { useHydrated } from '../../components/forms/use-hydrated';
import { AccountForm } from './account-form';
import { NewOwnerLink } from './no-owner-yet';
import { SessionCard } from './session-card';
import { useLinkToken } from './use-link-token';

/** The one-time link leads here: the first account, which owns the console. */
export function SetupForm() {
  const token = useLinkToken();
  const hydrated = useHydrated();
  const link = trpc.setup.checkLink.useQuery(
    { token },
    { enabled: hydrated, staleTime: Infinity, gcTime: 0 },
  );
  const create = trpc.setup.createOwner.useMutation();
  if (link.error !== null) return <NotUsable error={link.error} onRetry={() => void link.refetch()} />;
  if (link.data === undefined) {
    return (
      <SessionCard title="Create the owner" lead="Checking the link…">
        <Skeleton width="100%" />
        <Skeleton width="100%" />
      </SessionCard>
    );
  }
  return (
    <SessionCard title="Create the owner" lead="This account has full access. The link works once.">
      <AccountForm
        create={(account) => create.mutateAsync({ token, ...account })}
        submitLabel="Create the owner"
        busyLabel="Creating…"
      />
    </SessionCard>
  );
}

function NotUsable({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { code, message } = toProblem(error);
  switch (code) {
    case 'CONFLICT':
      return (
        <SessionCard title="Already set up" lead={message}>
          <Button asChild variant="primary">
            <Link href="/sign-in">Sign in</Link>
          </Button>
        </SessionCard>
      );
    case 'FORBIDDEN':
    case 'BAD_REQUEST':
      return (
        <SessionCard title="Link not valid" lead="This link was used, replaced or has expired.">
          <NewOwnerLink />
        </SessionCard>
      );
    default:
      return (
        <SessionCard title="Link not checked" lead={message}>
          <Button onClick={onRetry}>Try again</Button>
        </SessionCard>
      );
  }
}
