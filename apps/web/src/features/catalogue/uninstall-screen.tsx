'use client';

import type { InstallationView } from '@milepost/api/views';

import { problemOf } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Banner } from '../../components/banner';
import { QueryPanel } from '../../components/query-panel';
import { Sign } from '../../components/sign';
import { SkeletonRows } from '../../components/skeleton';
import { ConsolePage } from '../console/page';
import { WishForm } from './wish-form';

/** What goes, what stays, and the button. */
export function UninstallScreen({ serverId, packageId }: { serverId: string; packageId: string }) {
  const of = trpc.catalogue.get.useQuery({ packageId });
  const server = trpc.servers.get.useQuery({ serverId });
  const error = of.error ?? server.error;
  const above = [
    { label: 'Servers', href: '/servers' },
    { label: server.data?.name ?? 'Server', href: `/servers/${serverId}` },
  ];
  if (of.data === undefined || server.data === undefined) {
    return (
      <ConsolePage title="Uninstall" above={above}>
        <QueryPanel
          problem={error === null ? null : problemOf(error).message}
          title="The form could not be read"
          onRetry={() => {
            void of.refetch();
            void server.refetch();
          }}
          skeleton={<SkeletonRows rows={6} widths={[200, 320]} />}
        >
          {null}
        </QueryPanel>
      </ConsolePage>
    );
  }
  const { title, uninstall } = of.data;
  const { name, packages } = server.data;
  const waits = waitingOf(packages.find((installation) => installation.package.id === packageId));
  return (
    <ConsolePage title={`Uninstall ${title}`} above={above}>
      <div className="mb-5 max-sm:mb-4">
        <h1 className="text-xl tracking-tight">
          Uninstall {title} from {name}
        </h1>
        <p className="reading mt-0.5 text-ink-2">
          The plan says what goes and what stays. Nothing happens on the server until you press the button.
        </p>
      </div>
      {waits !== null && (
        <Banner look="warn" className="mb-5" sign={<Sign name="decision" tone="warn" />}>
          “{waits.title}” waits for a decision. It is given up when you press the button; what it left goes
          with this plan.
        </Banner>
      )}
      <WishForm
        kind="uninstall"
        packageId={packageId}
        fields={uninstall.form}
        server={{ id: serverId, name }}
        action={`Uninstall ${title} from ${name}`}
        givesUp={waits === null ? null : { operationId: waits.id, point: waits.point }}
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
