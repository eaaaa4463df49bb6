'use client';

import { trpc } from '../../api/trpc';
import { AccountForm } from './account-form';
import { SessionCard } from './session-card';

/** An invitation's link leads here: an account with the role that the invitation gives. */
export function JoinForm({ token }: { token: string }) {
  const join = trpc.people.join.useMutation();
  return (
    <SessionCard title="Join" lead="You were invited to this console. The link works once.">
      <AccountForm
        create={(account) => join.mutateAsync({ token, ...account })}
        action="Join"
        doing="Joining…"
      />
    </SessionCard>
  );
}
