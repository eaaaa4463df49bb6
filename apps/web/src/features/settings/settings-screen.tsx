'use client';

import { useTheme } from 'next-themes';

import { trpc } from '../../api/trpc';
import { PanelSection } from '../../components/layout/panel';
import { Segmented } from '../../components/forms/segmented';
import { useHydrated } from '../../components/forms/use-hydrated';
import { ConsolePage } from '../console/page';
import { AccountPanel } from './account-panel';
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
            <p className="flex-1 text-ink-2">Light, dark, or follow the system.</p>
            <Segmented
              label="Theme"
              value={hydrated ? (theme ?? 'system') : 'system'}
              onChange={setTheme}
              options={[
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
                { value: 'system', label: 'System' },
              ]}
            />
          </div>
        </PanelSection>
        <MailPanel />
        {viewer?.role === 'owner' && <PeoplePanel myId={viewer.id} />}
        {viewer !== undefined && <AccountPanel viewer={viewer} />}
      </div>
    </ConsolePage>
  );
}
