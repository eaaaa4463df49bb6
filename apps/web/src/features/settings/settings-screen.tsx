'use client';

import { useTheme } from 'next-themes';

import { trpc } from '../../api/trpc';
import { Button } from '../../components/button';
import { PanelSection } from '../../components/panel';
import { Segmented } from '../../components/segmented';
import { useHydrated } from '../../components/use-hydrated';
import { ConsolePage } from '../console/page';
import { signOut } from '../session/sign-out';
import { MailPanel } from './mail-panel';
import { PeoplePanel } from './people-panel';

/** What concerns the person who looks; for the owner, also who else may. */
export function SettingsScreen() {
  const { data: viewer } = trpc.session.me.useQuery();
  const { theme, setTheme } = useTheme();
  // The theme is known only in the browser.
  const hydrated = useHydrated();
  return (
    <ConsolePage title="Settings">
      <div className="grid max-w-[560px] gap-5">
        <PanelSection id="appearance" title="Appearance">
          <div className="flex flex-wrap items-center gap-4 px-4 py-3">
            <p className="flex-1 text-ink-2">Light, dark, or as this device has it.</p>
            <Segmented
              label="Theme"
              value={hydrated ? (theme ?? 'system') : 'system'}
              onChange={setTheme}
              options={[
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
                { value: 'system', label: 'Device' },
              ]}
            />
          </div>
        </PanelSection>
        <MailPanel />
        {viewer?.role === 'owner' && <PeoplePanel myId={viewer.id} />}
        <PanelSection id="account" title="Account">
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 px-4 py-3">
            <dt className="text-ink-3">Name</dt>
            <dd>{viewer?.name}</dd>
            <dt className="text-ink-3">E-mail</dt>
            <dd className="wrap-anywhere">{viewer?.email}</dd>
            <dt className="text-ink-3">Role</dt>
            <dd>{viewer === undefined ? '' : roleWords[viewer.role]}</dd>
          </dl>
          <div className="border-t px-4 py-3">
            <Button onClick={() => void signOut()}>Sign out</Button>
          </div>
        </PanelSection>
      </div>
    </ConsolePage>
  );
}

const roleWords = {
  owner: 'owner: everything',
  operator: 'operator: servers and operations',
  viewer: 'viewer: looks, changes nothing',
};
