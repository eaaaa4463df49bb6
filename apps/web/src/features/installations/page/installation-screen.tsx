'use client';

import { isMissing } from '../../../api/problem';
import { trpc } from '../../../api/trpc';
import { QueryPanel } from '../../../components/layout/query-panel';
import { SkeletonRows } from '../../../components/layout/skeleton';
import { MissingInstallation } from '../../console/missing-subject';
import { ConsolePage } from '../../console/page';
import { RecentOperations } from '../../operations/list/recent-operations';
import { AftermathList } from '../aftermath-list';
import { pagesAbove } from '../pages-above';
import { InstallationBanner } from './installation-banner';
import { InstallationChildren } from './installation-children';
import { InstallationChanges } from './installation-changes';
import { InstallationDrift } from './installation-drift';
import { InstallationHead } from './installation-head';
import { InstallationServices } from './installation-services';
import { InstallationSettings } from './installation-settings';

const SERVERS = { label: 'Servers', href: '/servers' };

/** One installation: what it is, how it is set, what was done to it, and what can be done now. */
export function InstallationScreen({ installationId }: { installationId: string }) {
  const query = trpc.installations.get.useQuery({ installationId });
  const installation = query.data;
  if (installation === undefined && isMissing(query.error)) return <MissingInstallation />;
  if (installation === undefined) {
    return (
      <ConsolePage title="Installation" above={[SERVERS]}>
        <QueryPanel
          error={query.error}
          title="The installation could not be loaded"
          onRetry={() => void query.refetch()}
          skeleton={<SkeletonRows rows={6} widths={[160, 140, 120]} />}
        >
          {null}
        </QueryPanel>
      </ConsolePage>
    );
  }
  const { id, title, package: pkg, server, aftermath } = installation;
  return (
    <ConsolePage title={title} above={pagesAbove(installation)}>
      <InstallationHead installation={installation} />
      <InstallationBanner installation={installation} />
      <div className="grid grid-cols-[minmax(0,1fr)_352px] items-start gap-6 max-lg:grid-cols-1">
        <div className="grid min-w-0 gap-6">
          {aftermath !== null && (
            <div className="overflow-clip rounded-lg border bg-surface [&>*]:border-t-0">
              <AftermathList aftermath={aftermath} server={server.name} />
            </div>
          )}
          <InstallationChildren installation={installation} />
          <InstallationServices installation={installation} />
          <InstallationDrift installation={installation} />
          <RecentOperations
            of={{ installationId: id }}
            all={{
              href: `/operations?server=${server.id}&package=${pkg.id}`,
              label: `All ${pkg.title} operations on ${server.name}`,
            }}
            empty="No operations on this installation yet."
          />
          <InstallationChanges changes={installation.changes} />
        </div>
        <div className="grid min-w-0 gap-6">
          <InstallationSettings installation={installation} />
        </div>
      </div>
    </ConsolePage>
  );
}
