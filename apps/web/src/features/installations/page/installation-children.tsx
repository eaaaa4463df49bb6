import type { InstallationDetail } from '@milepost/api/installation-views';
import Link from 'next/link';

import { Panel } from '../../../components/layout/panel';
import { Section } from '../../../components/layout/section';
import { StatusLabel } from '../../servers/server-status';
import { installationStatusStyle } from '../../servers/status';

/** What lives in it: the databases of a PostgreSQL. */
export function InstallationChildren({ installation: { children } }: { installation: InstallationDetail }) {
  if (children.length === 0) return null;
  return (
    <Section id="within" title="Within it" note={children.length}>
      <Panel>
        <ul>
          {children.map(({ id, title, status }) => (
            <li key={id} className="flex items-center gap-4 border-t px-4 py-2 first:border-t-0">
              <Link className="link flex-1" href={`/installations/${id}`}>
                {title}
              </Link>
              <StatusLabel status={installationStatusStyle({ status, operation: null })} />
            </li>
          ))}
        </ul>
      </Panel>
    </Section>
  );
}
