'use client';

import Link from 'next/link';

import { toProblem } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Button } from '../../components/forms/button';
import { Skeleton } from '../../components/layout/skeleton';
import { useHydrated } from '../../components/forms/use-hydrated';
import { AccountForm } from './account-form';
import { roleNouns, roleDescriptions } from './role-labels';
import { SessionCard } from './session-card';
import { useLinkToken } from './use-link-token';

/** An invitation's link leads here: an account with the address and the role of the invitation. */
export function JoinForm() {
  const token = useLinkToken();
  const hydrated = useHydrated();
  const join = trpc.people.join.useMutation();
  const offer = trpc.people.checkInvitation.useQuery(
    { token },
    { enabled: hydrated, staleTime: Infinity, gcTime: 0 },
  );
  if (offer.error !== null) {
    const { code, message } = toProblem(offer.error);
    return (
      <SessionCard
        title={code === 'FORBIDDEN' ? 'Invitation not valid' : 'Invitation not checked'}
        lead={message}
      >
        {code === 'FORBIDDEN' ? (
          <Button asChild>
            <Link href="/sign-in">Sign in</Link>
          </Button>
        ) : (
          <Button onClick={() => void offer.refetch()}>Try again</Button>
        )}
      </SessionCard>
    );
  }
  if (offer.data === undefined) {
    return (
      <SessionCard title="Join" lead="Checking the invitation…">
        <Skeleton width="100%" />
        <Skeleton width="100%" />
      </SessionCard>
    );
  }
  const { email, role, invitedBy } = offer.data;
  return (
    <SessionCard
      title="Join"
      lead={`${invitedBy} invites you to this console as ${roleNouns[role]}. ${roleDescriptions[role]}`}
    >
      <AccountForm
        email={email}
        create={(account) => join.mutateAsync({ token, ...account })}
        submitLabel="Join"
        busyLabel="Joining…"
      />
    </SessionCard>
  );
}
