'use client';

import { useState } from 'react';

import { problemOf } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { Select } from '../../components/input';
import { PanelSection } from '../../components/panel';
import { Sign } from '../../components/sign';
import { InvitePerson } from './invite-person';
import { RoleOptions, toRole } from './role-options';

/** Who can sign in, as the owner sees it: invite, change a role, remove. */
export function PeoplePanel({ myId }: { myId: string }) {
  const utils = trpc.useUtils();
  const { data } = trpc.people.list.useQuery();
  const [leaving, setLeaving] = useState<{ id: string; name: string } | null>(null);
  const after = { onSettled: () => void utils.people.list.invalidate() };
  const changeRole = trpc.people.changeRole.useMutation(after);
  const remove = trpc.people.remove.useMutation(after);
  const withdraw = trpc.people.withdraw.useMutation(after);
  const error = changeRole.error ?? remove.error ?? withdraw.error;
  return (
    <PanelSection id="people" title="People" note={data?.people.length}>
      {error !== null && (
        <Banner look="bad" sign={<Sign name="failed" tone="bad" />} className="m-4 mb-0">
          {problemOf(error).message}
        </Banner>
      )}
      <ul>
        {(data?.people ?? []).map(({ id, name, email, role }) => (
          <li key={id} className="flex flex-wrap items-center gap-2 border-b px-4 py-2.5">
            <span className="min-w-0 flex-1">
              <span className="block font-medium">{id === myId ? `${name} (you)` : name}</span>
              <span className="block text-xs wrap-anywhere text-ink-3">{email}</span>
            </span>
            <Select
              aria-label={`Role of ${name}`}
              shellClassName="w-32"
              value={role}
              onChange={({ target }) => {
                changeRole.mutate({ userId: id, role: toRole(target.value) });
              }}
            >
              <RoleOptions />
            </Select>
            {id !== myId && (
              <Button
                look="danger"
                size="sm"
                aria-label={`Remove ${name}`}
                onClick={() => {
                  setLeaving({ id, name });
                }}
              >
                Remove
              </Button>
            )}
          </li>
        ))}
        {(data?.invitations ?? []).map(({ id, role, note, expiresAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-2 border-b px-4 py-2.5 text-ink-2">
            <span className="min-w-0 flex-1 wrap-anywhere">
              Invitation as {role}
              {note === '' ? '' : `, ${note}`}, until {expiresAt.slice(0, 10)}
            </span>
            <Button
              size="sm"
              onClick={() => {
                withdraw.mutate({ invitationId: id });
              }}
            >
              Withdraw
            </Button>
          </li>
        ))}
      </ul>
      <InvitePerson />
      <ConfirmDialog
        open={leaving !== null}
        onOpenChange={(open) => {
          if (!open) setLeaving(null);
        }}
        title={`Remove ${leaving?.name ?? ''}`}
        action="Remove"
        keep="Keep"
        onConfirm={() => {
          if (leaving !== null) remove.mutate({ userId: leaving.id });
          setLeaving(null);
        }}
      >
        Their sessions end at once and they can no longer sign in. What they asked for goes on, under their
        address.
      </ConfirmDialog>
    </PanelSection>
  );
}
