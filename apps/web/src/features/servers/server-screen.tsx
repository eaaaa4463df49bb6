'use client';

import { problemOf } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { QueryPanel } from '../../components/query-panel';
import { cn } from '../../components/cn';
import { SkeletonRows } from '../../components/skeleton';
import { ConsolePage } from '../console/page';
import { AccessPanel } from './access-panel';
import { InstalledPackages } from './installed-packages';
import { JoinPanel } from './join-panel';
import { LanePanel } from './lane-panel';
import { ServerFacts } from './server-facts';
import { ServerHead } from './server-head';
import { ServerOperations } from './server-operations';

const above = [{ label: 'Servers', href: '/servers' }];
const JOINING_POLL_MS = 1_500;

/** One server: how it is, what is on it, who works on it, who may. */
export function ServerScreen({ serverId }: { serverId: string }) {
  const query = trpc.servers.get.useQuery(
    { serverId },
    {
      // The live stream tells of changes; a joining server is also asked, so that the page moves on in any case.
      refetchInterval: ({ state }) => (state.data?.status === 'joining' ? JOINING_POLL_MS : false),
    },
  );
  const server = query.data;
  if (server === undefined) {
    return (
      <ConsolePage title="Server" above={above}>
        <QueryPanel
          problem={query.error === null ? null : problemOf(query.error).message}
          title="The server could not be read"
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
      <JoinPanel server={server} />
      {joined && (
        <>
          <ServerFacts server={server} />
          <div className="mt-7 grid grid-cols-[minmax(0,1fr)_352px] items-start gap-6 max-lg:grid-cols-1">
            <div className="grid min-w-0 gap-6">
              <InstalledPackages server={server} />
              <ServerOperations serverId={server.id} />
            </div>
            <div className={cn('grid min-w-0 gap-6', server.blocked !== null && 'max-lg:order-first')}>
              <LanePanel server={server} />
              <AccessPanel server={server} />
            </div>
          </div>
        </>
      )}
    </ConsolePage>
  );
}
