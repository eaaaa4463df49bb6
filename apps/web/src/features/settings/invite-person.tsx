'use client';

import type { Role } from '@milepost/api/views';
import { useState } from 'react';

import { problemOf } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Field } from '../../components/field';
import { Input, Select } from '../../components/input';
import { SubmitButton } from '../../components/submit-button';
import { RoleOptions, toRole } from './role-options';

/** Makes a one-time link; it is shown here, once. */
export function InvitePerson() {
  const utils = trpc.useUtils();
  const [role, setRole] = useState<Role>('viewer');
  const [note, setNote] = useState('');
  const invite = trpc.people.invite.useMutation({
    onSettled: () => void utils.people.list.invalidate(),
  });
  return (
    <form
      className="grid gap-3 px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate({ role, note });
      }}
    >
      <Field label="Invite as">
        {(control) => (
          <Select
            {...control}
            value={role}
            onChange={({ target }) => {
              setRole(toRole(target.value));
            }}
          >
            <RoleOptions />
          </Select>
        )}
      </Field>
      <Field
        label="For whom"
        aside="optional"
        error={invite.error ? problemOf(invite.error).message : undefined}
      >
        {(control) => (
          <Input
            {...control}
            value={note}
            maxLength={100}
            onChange={({ target }) => {
              setNote(target.value);
            }}
          />
        )}
      </Field>
      <SubmitButton disabled={invite.isPending}>Make a link</SubmitButton>
      {invite.data !== undefined && (
        <Field label="The link" hint="It works once, within 7 days, and is not shown again.">
          {(control) => <Input {...control} readOnly value={invite.data.link} className="font-mono" />}
        </Field>
      )}
    </form>
  );
}
