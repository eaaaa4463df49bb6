'use client';

import { isMissing } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { QueryPanel } from '../../components/layout/query-panel';
import { cn } from '../../components/cn';
import { SkeletonRows } from '../../components/layout/skeleton';
import { MissingServer } from '../console/missing-subject';
import { ConsolePage } from '../console/page';
import { AccessPanel } from './access-panel';
import { FoundPackages } from './found-packages';
import { InstalledPackages } from './installed-packages';
import { EnrollmentPanel } from './add/enrollment-panel';
import { QueuePanel } from './queue/queue-panel';
import { RebuiltBanner } from './rebuilt-banner';
import { RemovedBanner } from './removal/removed-banner';
import { ServerFacts } from './server-facts';
import { ServerHead } from './server-head';
import { RecentOperations } from '../operations/list/recent-operations';
import { UnreachableBanner } from './unreachable-banner';

const above = [{ label: 'Servers', href: '/servers' }];
const JOINING_POLL_MS = 1_500;
/** A check that only moves when the server was last seen is not sent to anybody. */
const SEEN_POLL_MS = 60_000;

/** One server: how it is, what is on it, who works on it, who may. */
export function ServerScreen({ serverId }: { serverId: string }) {
  const query = trpc.servers.get.useQuery(
    { serverId },
    {
      // The live stream tells of changes; a joining server is also asked, so that the page moves on in any case.
      refetchInterval: ({ state }) => (state.data?.status === 'enrolling' ? JOINING_POLL_MS : SEEN_POLL_MS),
    },
  );
  const server = query.data;
  if (server === undefined && isMissing(query.error)) return <MissingServer />;
  if (server === undefined) {
    return (
      <ConsolePage title="Server" above={above}>
        <QueryPanel
          error={query.error}
          title="The server could not be loaded"
          onRetry={() => void query.refetch()}
          skeleton={<SkeletonRows rows={6} widths={[160, 140, 120]} />}
        >
          {null}
        </QueryPanel>
      </ConsolePage>
    );
  }
  const joined = server.status === 'ready' || server.status === 'host_key_changed';
  return (
    <ConsolePage title={server.name} above={above}>
      <ServerHead server={server} />
      <UnreachableBanner server={server} />
      <RebuiltBanner server={server} />
      <EnrollmentPanel server={server} />
      {server.removed !== null && (
        <>
          <RemovedBanner removed={server.removed} />
          <ServerOperations serverId={server.id} />
        </>
      )}
      {joined && (
        <>
          <ServerFacts server={server} />
          <div className="mt-7 grid grid-cols-[minmax(0,1fr)_352px] items-start gap-6 max-lg:grid-cols-1">
            <div className="grid min-w-0 gap-6">
              <InstalledPackages server={server} />
              <FoundPackages server={server} />
              <ServerOperations serverId={server.id} />
            </div>
            <div className={cn('grid min-w-0 gap-6', server.blocked !== null && 'max-lg:order-first')}>
              <QueuePanel server={server} />
              <AccessPanel server={server} />
            </div>
          </div>
        </>
      )}
    </ConsolePage>
  );
}

function ServerOperations({ serverId }: { serverId: string }) {
  return (
    <RecentOperations
      of={{ serverId }}
      all={{ href: `/operations?server=${serverId}`, label: 'All on this server' }}
      empty="No operations on this server yet. Install a package to start one."
    />
  );
}
