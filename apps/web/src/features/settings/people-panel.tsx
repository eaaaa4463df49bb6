'use client';

import { useState } from 'react';

import { toProblem } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Banner } from '../../components/layout/banner';
import { Button } from '../../components/forms/button';
import { ConfirmDialog } from '../../components/overlays/confirm-dialog';
import { Select } from '../../components/forms/input';
import { PanelSection } from '../../components/layout/panel';
import { StatusIcon } from '../../components/status/status-icon';
import { InvitePerson } from './invite-person';
import { RoleOptions, toRole } from './role-options';
import { formatExpiry } from './format-expiry';

/** Who can sign in, as the owner sees it: invite, change a role, remove. */
export function PeoplePanel({ myId }: { myId: string }) {
  const utils = trpc.useUtils();
  const { data } = trpc.people.list.useQuery();
  const [leaving, setLeaving] = useState<{ id: string; name: string } | null>(null);
  const after = { onSettled: () => void utils.people.list.invalidate() };
  const changeRole = trpc.people.changeRole.useMutation(after);
  const remove = trpc.people.remove.useMutation(after);
  const revoke = trpc.people.revokeInvitation.useMutation(after);
  const error = changeRole.error ?? remove.error ?? revoke.error;
  return (
    <PanelSection id="people" title="People" note={data?.people.length}>
      {error !== null && (
        <Banner variant="bad" icon={<StatusIcon name="failed" tone="bad" />} className="m-4 mb-0">
          {toProblem(error).message}
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
                variant="danger"
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
        {(data?.invitations ?? []).map(({ id, email, role, createdBy, expiresAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-2 border-b px-4 py-2.5 text-ink-2">
            <span className="min-w-0 flex-1">
              <span className="block wrap-anywhere">{email}</span>
              <span className="block text-xs text-ink-3">
                Invited as {role} by {createdBy}, expires {formatExpiry(expiresAt)}
              </span>
            </span>
            <Button
              size="sm"
              aria-label={`Revoke the invitation of ${email}`}
              onClick={() => {
                revoke.mutate({ invitationId: id });
              }}
            >
              Revoke
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
        confirmLabel="Remove"
        cancelLabel="Keep"
        onConfirm={() => {
          if (leaving !== null) remove.mutate({ userId: leaving.id });
          setLeaving(null);
        }}
      >
        Their sessions end immediately and they can no longer sign in. Operations that they started continue.
      </ConfirmDialog>
    </PanelSection>
  );
}
