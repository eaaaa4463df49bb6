import type { InstallationDetail } from '@milepost/api/installation-views';
import { hasEnded } from '@milepost/contract/statuses';
import Link from 'next/link';

import { Banner } from '../../../components/layout/banner';
import { Button } from '../../../components/forms/button';
import { StatusIcon } from '../../../components/status/status-icon';
import { Moment } from '../../../time/ticking';
import { installPage } from '../links';
import { RequireOperator } from '../../session/require-operator';

/** What works on it now, or why nothing can. */
export function InstallationBanner({ installation }: { installation: InstallationDetail }) {
  const { operation, uninstalledAt, serverRemoved, status, server, parent, verbs } = installation;
  if (serverRemoved)
    return (
      <Banner variant="plain" className="mb-5" icon={<StatusIcon name="stopped" tone="idle" />}>
        {server.name} was removed from the console. The history stays.
      </Banner>
    );
  if (uninstalledAt !== null)
    return (
      <Banner
        variant="plain"
        className="mb-5"
        icon={<StatusIcon name="stopped" tone="idle" />}
        action={
          <RequireOperator>
            <Button asChild size="sm">
              <Link
                href={installPage({
                  ...{ packageId: installation.package.id, serverId: server.id },
                  parentId: parent?.id ?? null,
                })}
              >
                {verbs.install} again…
              </Link>
            </Button>
          </RequireOperator>
        }
      >
        {verbs.uninstall === 'Uninstall' ? 'Uninstalled' : 'Removed'} <Moment at={uninstalledAt} />. The
        history stays.
      </Banner>
    );
  if (operation !== null && !hasEnded(operation.status)) {
    const waits = operation.status === 'awaiting_decision';
    return (
      <Banner
        variant={waits ? 'warn' : 'plain'}
        className="mb-5"
        icon={<StatusIcon name={waits ? 'decision' : 'waiting'} tone={waits ? 'warn' : 'run'} />}
        action={
          <Button asChild size="sm">
            <Link href={`/operations/${operation.id}`}>{waits ? 'Decide' : 'Watch'}</Link>
          </Button>
        }
      >
        “{operation.title}” {waits ? 'waits for a decision.' : `is under way: ${operation.progress.label}`}
      </Banner>
    );
  }
  if (status === 'unknown')
    return (
      <Banner variant="warn" className="mb-5" icon={<StatusIcon name="unknown" tone="warn" />}>
        {server.name} was rebuilt, so nothing is known of this installation until an operation completes.
      </Banner>
    );
  return null;
}
