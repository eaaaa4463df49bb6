import type { InstallationChange } from '@milepost/api/installation-views';
import Link from 'next/link';

import { Panel } from '../../../components/layout/panel';
import { Section } from '../../../components/layout/section';
import { Moment } from '../../../time/ticking';
import { Person } from '../../session/person';
import { StatusLabel } from '../../servers/server-status';
import { installationStatusStyle } from '../../servers/status';

/** How it came to be what it is. */
export function InstallationChanges({ changes }: { changes: InstallationChange[] }) {
  if (changes.length === 0) return null;
  return (
    <Section id="history" title="History">
      <Panel>
        <ol>
          {changes.map((change) => (
            <li
              key={change.id}
              className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-t px-4 py-2 first:border-t-0"
            >
              <span className="w-[150px]">
                <StatusLabel status={installationStatusStyle(change)} />
              </span>
              <span className="min-w-0 flex-[1_1_200px] wrap-anywhere text-ink-2">
                {change.operation === null ? (
                  (change.reason ?? 'The server was rebuilt or removed')
                ) : (
                  <Link className="link" href={`/operations/${change.operation.id}`}>
                    {change.operation.title}
                  </Link>
                )}
                {change.version !== null && (
                  <code className="ml-2 inline-block text-ink-3">{change.version}</code>
                )}
              </span>
              <span className="text-ink-3">
                {change.by !== null && <Person email={change.by} />} <Moment at={change.at} />
              </span>
            </li>
          ))}
        </ol>
      </Panel>
    </Section>
  );
}
