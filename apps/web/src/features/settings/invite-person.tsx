'use client';

import type { Role } from '@milepost/api/views';
import { useRef, useState } from 'react';

import { trpc } from '../../api/trpc';
import { toProblem } from '../../api/problem';
import { Field } from '../../components/forms/field';
import { Input, Select } from '../../components/forms/input';
import { SubmitButton } from '../../components/forms/submit-button';
import { useFieldErrors } from '../../components/forms/use-field-errors';
import { roleDescriptions } from '../session/role-labels';
import { InvitationLink } from './invitation-link';
import { RoleOptions, toRole } from './role-options';

/** Creates a one-time link for one address; it is shown here, once. */
export function InvitePerson() {
  const utils = trpc.useUtils();
  const form = useRef<HTMLFormElement>(null);
  const errors = useFieldErrors(form);
  const [role, setRole] = useState<Role>('viewer');
  const [email, setEmail] = useState('');
  const invite = trpc.people.invite.useMutation({
    onSuccess: () => {
      setEmail('');
    },
    onError: (error) => {
      errors.show(toProblem(error));
    },
    onSettled: () => void utils.people.list.invalidate(),
  });
  return (
    <form
      ref={form}
      id="invite"
      className="grid gap-3 px-4 py-3"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        errors.clear();
        invite.mutate({ role, email });
      }}
    >
      <Field label="Invite" error={errors.of('email') ?? errors.general ?? undefined}>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            autoComplete="off"
            placeholder="grace@example.com"
            value={email}
            onChange={({ target }) => {
              setEmail(target.value);
            }}
          />
        )}
      </Field>
      <Field label="Role" hint={roleDescriptions[role]}>
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
      <SubmitButton disabled={invite.isPending}>Create invitation link</SubmitButton>
      {invite.data !== undefined && <InvitationLink invited={invite.data} />}
    </form>
  );
}
