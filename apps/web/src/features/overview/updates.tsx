import type { Overview } from '@milepost/api/overview-views';
import Link from 'next/link';

import { Panel } from '../../components/layout/panel';
import { Section } from '../../components/layout/section';
import { installationPage, operationPage } from '../installations/links';
import { RequireOperator } from '../session/require-operator';

/** Installations for which their servers offer a newer version. Nothing is wrong with them. */
export function Updates({ updates: { total, items } }: Pick<Overview, 'updates'>) {
  if (items.length === 0) return null;
  return (
    <Section id="updates" title="Updates available" note={total}>
      <Panel>
        <ul>
          {items.map(({ installationId, title, server, version, available }) => (
            <li
              key={installationId}
              className="flex flex-wrap items-center gap-x-4 gap-y-0.5 border-t px-4 py-2 first:border-t-0 hover:bg-hover"
            >
              <span className="min-w-0 flex-[1_1_160px] wrap-anywhere">
                <Link className="link" href={installationPage(installationId)}>
                  {title} on {server.name}
                </Link>
              </span>
              <span className="min-w-0 flex-[2_1_240px] wrap-anywhere text-ink-2">
                {version !== null && (
                  <>
                    <code>{version}</code> to{' '}
                  </>
                )}
                <code>{available}</code>
              </span>
              <RequireOperator>
                <Link className="link" href={operationPage(installationId, 'update')}>
                  Update
                  <span className="sr-only">
                    {' '}
                    {title} on {server.name}
                  </span>
                  …
                </Link>
              </RequireOperator>
            </li>
          ))}
        </ul>
        {total > items.length && (
          <p className="border-t px-4 py-2 text-ink-3">
            {total - items.length} more. Each is on the page of its server.
          </p>
        )}
      </Panel>
    </Section>
  );
}
