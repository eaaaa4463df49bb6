'use client';

import type { SessionUser } from '@milepost/api/views';

import { Button } from '../../components/forms/button';
import { PanelSection } from '../../components/layout/panel';
import { signOut } from '../session/sign-out';
import { ChangeName } from './change-name';
import { ChangePassword } from './change-password';

/** One's own account: name, password, signing out. */
export function AccountPanel({ viewer }: { viewer: SessionUser }) {
  return (
    <PanelSection id="account" title="Account">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 px-4 py-3">
        <dt className="text-ink-3">Email</dt>
        <dd className="wrap-anywhere">{viewer.email}</dd>
        <dt className="text-ink-3">Role</dt>
        <dd>{roleDescriptions[viewer.role]}</dd>
      </dl>
      <div className="border-t px-4 py-4">
        <ChangeName name={viewer.name} />
      </div>
      <div className="border-t px-4 py-4">
        <ChangePassword email={viewer.email} />
      </div>
      <div className="border-t px-4 py-3">
        <Button onClick={() => void signOut()}>Sign out</Button>
      </div>
    </PanelSection>
  );
}

const roleDescriptions = {
  owner: 'owner: full access',
  operator: 'operator: servers and operations',
  viewer: 'viewer: read-only',
};
