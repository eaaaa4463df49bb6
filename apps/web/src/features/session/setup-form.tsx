'use client';

import Link from 'next/link';

import { trpc } from '../../api/trpc';
import { Button } from '../../components/button';
import { AccountForm } from './account-form';
import { SessionCard } from './session-card';

/** The one-time link leads here: the first account, which owns the console. */
export function SetupForm({ token }: { token: string }) {
  const setup = trpc.setup.status.useQuery();
  const create = trpc.setup.createOwner.useMutation();
  if (setup.data?.ownerExists === true) {
    return (
      <SessionCard title="Already set up" lead="This console has its owner; the link has been used.">
        <Button asChild look="primary">
          <Link href="/sign-in">Sign in</Link>
        </Button>
      </SessionCard>
    );
  }
  return (
    <SessionCard title="Create the owner" lead="The first account may do everything. This link works once.">
      <AccountForm
        create={(account) => create.mutateAsync({ token, ...account })}
        action="Create the owner"
        doing="Creating…"
      />
    </SessionCard>
  );
}
