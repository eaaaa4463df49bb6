'use client';

import type { ServerDetail } from '@milepost/api/views';
import { Copy, Fingerprint } from 'lucide-react';
import { toast } from 'sonner';

import { copyText } from '../../components/clipboard';
import { IconButton } from '../../components/forms/icon-button';
import { Panel } from '../../components/layout/panel';
import { Section } from '../../components/layout/section';
import { useNow } from '../../time/use-now';
import { formatDay } from '../../time/format-time';
import { Person } from '../session/person';

/** How the console gets in, and how the server is recognized. */
export function AccessPanel({ server: { hostKey, credentials } }: { server: ServerDetail }) {
  const today = new Date(useNow());
  return (
    <Section id="access" title="Access">
      <Panel>
        {hostKey !== null && (
          <div className="grid grid-cols-[16px_minmax(0,1fr)_auto] gap-x-2 border-b px-4 py-3">
            <Fingerprint aria-hidden className="mt-0.5" />
            <h3 className="font-medium">{hostKey.pinned ? 'Host key pinned' : 'Host key offered'}</h3>
            <IconButton
              size="sm"
              label="Copy the fingerprint"
              onClick={() => {
                void copyText(hostKey.fingerprint).then((copied) =>
                  copied ? toast('Fingerprint copied') : toast('Could not copy: the browser blocked it'),
                );
              }}
            >
              <Copy />
            </IconButton>
            <code className="col-start-2 leading-[1.125rem] wrap-anywhere">{hostKey.fingerprint}</code>
            <p className="col-start-2 mt-1 text-xs text-ink-3">
              {hostKey.type}
              {hostKey.confirmedBy !== null && (
                <>
                  , confirmed by <Person email={hostKey.confirmedBy} />
                </>
              )}
              {hostKey.confirmedAt !== null && ` on ${formatDay(new Date(hostKey.confirmedAt), today)}`}.
              Milepost stops connecting if it changes.
            </p>
          </div>
        )}
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 px-4 py-3">
          {credentials.map(({ kind, username, fingerprint, createdAt }) => (
            <div key={kind} className="col-span-2 grid grid-cols-subgrid">
              <dt className="text-ink-3">{kind}</dt>
              <dd className="min-w-0">
                Connects as <code>{username}</code> with a dedicated key created{' '}
                {formatDay(new Date(createdAt), today)}
                <code className="block truncate text-ink-3" title={fingerprint}>
                  {fingerprint}
                </code>
              </dd>
            </div>
          ))}
          {credentials.length === 0 && (
            <>
              <dt className="sr-only">Keys</dt>
              <dd className="col-span-2 text-ink-2">Milepost has no key on this server yet.</dd>
            </>
          )}
        </dl>
      </Panel>
    </Section>
  );
}
