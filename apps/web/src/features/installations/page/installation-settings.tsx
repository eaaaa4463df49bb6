import type { InstallationDetail, InstallationSetting } from '@milepost/api/installation-views';

import Link from 'next/link';

import { Panel } from '../../../components/layout/panel';
import { Section } from '../../../components/layout/section';
import { installationPage } from '../links';

/** What it was installed with. A secret is never shown. */
export function InstallationSettings({ installation }: { installation: InstallationDetail }) {
  const { settings, backups, addresses } = installation;
  return (
    <Section id="settings" title="Settings">
      <Panel>
        {addresses.length > 0 && (
          <div className="border-b px-4 py-3">
            <h3 className="text-ink-3">{addresses.length === 1 ? 'Address' : 'Addresses'}</h3>
            <ul>
              {addresses.map(({ text, url, local }) => (
                <li key={text} className="wrap-anywhere">
                  {url === null ? (
                    <code>{text}</code>
                  ) : (
                    <a className="link" href={url} target="_blank" rel="noreferrer">
                      {text}
                    </a>
                  )}
                  {local && <span className="text-ink-3"> on the server itself</span>}
                </li>
              ))}
            </ul>
          </div>
        )}
        {settings.length === 0 ? (
          <p className="px-4 py-3 text-ink-2">No settings are recorded.</p>
        ) : (
          <dl className="grid grid-cols-[minmax(0,1fr)] gap-2 px-4 py-3">
            {settings.map((setting) => (
              <Setting key={setting.name} setting={setting} />
            ))}
          </dl>
        )}
        {backups.length > 0 && (
          <div className="border-t px-4 py-3">
            <h3 className="font-medium">Backups of replaced files</h3>
            <ul className="mt-1 grid gap-1">
              {backups.map((path) => (
                <li key={path}>
                  <code className="wrap-anywhere">{path}</code>
                </li>
              ))}
            </ul>
          </div>
        )}
      </Panel>
    </Section>
  );
}

function Setting({ setting }: { setting: InstallationSetting }) {
  const { title, value, unit, secret, installation } = setting;
  if (value?.includes('\n') === true)
    return (
      <div className="grid grid-cols-[minmax(0,1fr)] gap-y-1">
        <dt className="text-ink-3">{title}</dt>
        <dd>
          <pre
            // Scrolled with the keys, too.
            tabIndex={0}
            aria-label={title}
            className="max-h-40 overflow-auto rounded-sm bg-sunken px-2.5 py-1.5 font-mono text-xs"
          >
            {value}
          </pre>
        </dd>
      </div>
    );
  return (
    <div className="grid grid-cols-[140px_minmax(0,1fr)] gap-x-4">
      <dt className="text-ink-3">{title}</dt>
      <dd className="wrap-anywhere">
        {secret && <span className="text-ink-2">Set, never shown</span>}
        {installation === null ? (
          value
        ) : (
          <Link className="link" href={installationPage(installation.id)}>
            {value}
          </Link>
        )}
        {unit !== null && <span className="text-ink-3"> {unit}</span>}
      </dd>
    </div>
  );
}
