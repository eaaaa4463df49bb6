'use client';

import type { InstallationView } from '@milepost/api/views';

import { useQueryState } from 'nuqs';

import { isMissing } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Banner } from '../../components/layout/banner';
import { QueryPanel } from '../../components/layout/query-panel';
import { StatusIcon } from '../../components/status/status-icon';
import { SkeletonRows } from '../../components/layout/skeleton';
import { MissingPage } from '../console/missing-page';
import { MissingServer } from '../console/missing-subject';
import { ConsolePage } from '../console/page';
import { PackageRequestForm } from './package-request-form';

const ABOVE = { label: 'Servers', href: '/servers' };

/** What goes, what stays, and the button. */
export function UninstallScreen({ serverId, packageId }: { serverId: string; packageId: string }) {
  const pkg = trpc.catalog.get.useQuery({ packageId });
  const server = trpc.servers.get.useQuery({ serverId });
  const [from] = useQueryState('from');
  const operation = trpc.operations.get.useQuery({ operationId: from ?? '' }, { enabled: from !== null });
  const error = pkg.error ?? server.error ?? operation.error;
  const above = [ABOVE, { label: server.data?.name ?? 'Server', href: `/servers/${serverId}` }];
  if (isMissing(server.error)) return <MissingServer />;
  if (isMissing(pkg.error))
    return (
      <MissingPage
        subject="package"
        others={{ label: 'Server', href: `/servers/${serverId}` }}
        above={above}
      />
    );
  if (
    pkg.data === undefined ||
    server.data === undefined ||
    (from !== null && operation.data === undefined)
  ) {
    return (
      <ConsolePage title="Uninstall" above={above}>
        <QueryPanel
          error={error}
          title="The form could not be loaded"
          onRetry={() => {
            void pkg.refetch();
            void server.refetch();
            if (from !== null) void operation.refetch();
          }}
          skeleton={<SkeletonRows rows={6} widths={[200, 320]} />}
        >
          {null}
        </QueryPanel>
      </ConsolePage>
    );
  }
  const { title, uninstall } = pkg.data;
  const { name, packages, unreachable } = server.data;
  const waits = waitingOf(packages.find((installation) => installation.package.id === packageId));
  return (
    <ConsolePage title={`Uninstall ${title}`} above={above}>
      <div className="mb-5 max-sm:mb-4">
        <h1 className="text-xl tracking-tight">
          Uninstall {title} from {name}
        </h1>
        <p className="reading mt-0.5 text-ink-2">
          Review what will be removed and what is kept. Nothing happens on the server until you confirm.
        </p>
      </div>
      {waits !== null && (
        <Banner variant="warn" className="mb-5" icon={<StatusIcon name="decision" tone="warn" />}>
          “{waits.title}” is waiting for a decision. It is marked as failed when you confirm; this plan
          removes what it left.
        </Banner>
      )}
      <PackageRequestForm
        kind="uninstall"
        packageId={packageId}
        fields={uninstall.form}
        prefill={operation.data === undefined ? null : { settings: operation.data.input, installed: true }}
        server={{ id: serverId, name, unreachable }}
        submitLabel={`Uninstall ${title} from ${name}`}
        closesOperation={waits === null ? null : { operationId: waits.id, point: waits.point }}
      />
    </ConsolePage>
  );
}

/** The operation on it that waits for a decision. */
function waitingOf(installation: InstallationView | undefined) {
  const operation = installation?.deletion?.operation ?? null;
  if (operation === null || operation.point === null) return null;
  return { ...operation, point: operation.point };
}
