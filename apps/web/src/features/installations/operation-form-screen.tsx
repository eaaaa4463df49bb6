'use client';

import type { InstallationDetail } from '@milepost/api/installation-views';
import { operationPlace } from '@milepost/contract/messages/operation-kinds';
import { operationTitle } from '@milepost/contract/operation-title';
import { useQueryState } from 'nuqs';

import { isMissing } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Banner } from '../../components/layout/banner';
import { QueryPanel } from '../../components/layout/query-panel';
import { SkeletonRows } from '../../components/layout/skeleton';
import { StatusIcon } from '../../components/status/status-icon';
import { PackageRequestForm } from '../catalog/package-request-form';
import { MissingInstallation, MissingInstallationOperation } from '../console/missing-subject';
import { ConsolePage } from '../console/page';
import { installationPage, kindOfPath } from './links';
import { pagesAbove } from './pages-above';

const SERVERS = { label: 'Servers', href: '/servers' };

export interface OperationFormScreenProps {
  installationId: string;
  /** As the address names it: `change`, `update`, `uninstall`, `restart`. */
  operation: string;
}

/** What an operation on an installation asks, its plan, and the button. */
export function OperationFormScreen({ installationId, operation }: OperationFormScreenProps) {
  const kind = kindOfPath(operation);
  const installation = trpc.installations.get.useQuery({ installationId });
  // Read each time the form opens, so that it does not undo later changes.
  const form = trpc.installations.form.useQuery({ installationId, kind }, { gcTime: 0, staleTime: 0 });
  const [from] = useQueryState('from');
  const earlier = trpc.operations.get.useQuery({ operationId: from ?? '' }, { enabled: from !== null });
  const server = trpc.servers.get.useQuery(
    { serverId: installation.data?.server.id ?? '' },
    { enabled: installation.data !== undefined },
  );
  if (isMissing(installation.error)) return <MissingInstallation />;
  if (isMissing(form.error) && installation.data !== undefined)
    return <MissingInstallationOperation installation={installation.data} />;
  if (
    installation.data === undefined ||
    form.data === undefined ||
    server.data === undefined ||
    (from !== null && earlier.data === undefined)
  ) {
    return (
      <ConsolePage title="Operation" above={[SERVERS]}>
        <QueryPanel
          error={installation.error ?? form.error ?? server.error ?? earlier.error}
          title="The form could not be loaded"
          onRetry={() => {
            window.location.reload();
          }}
          skeleton={<SkeletonRows rows={6} widths={[200, 320]} />}
        >
          {null}
        </QueryPanel>
      </ConsolePage>
    );
  }
  const { title, package: pkg } = installation.data;
  const { id: serverId, name, unreachable } = server.data;
  const { does, fields, values, keepsSecrets } = form.data;
  const what = operationTitle(does, title);
  const parent = installation.data.parent?.title ?? null;
  const heading = `${what} ${operationPlace({ kind, parent, server: name })}`;
  const waits = kind === 'uninstall' ? waitingOf(installation.data) : null;
  return (
    <ConsolePage
      title={what}
      above={[...pagesAbove(installation.data), { label: title, href: installationPage(installationId) }]}
    >
      <div className="mb-5 max-sm:mb-4">
        <h1 className="text-xl tracking-tight wrap-anywhere">{heading}</h1>
        <p className="reading mt-0.5 text-ink-2">{leadOf(kind, title)}</p>
      </div>
      {waits !== null && (
        <Banner variant="warn" className="mb-5" icon={<StatusIcon name="decision" tone="warn" />}>
          “{waits.title}” is waiting for a decision. It is marked as failed when you confirm; this plan
          removes what it left.
        </Banner>
      )}
      <PackageRequestForm
        kind={kind}
        packageId={pkg.id}
        installationId={installationId}
        fields={fields}
        prefill={{ settings: { ...values, ...earlier.data?.input }, installed: true, keepsSecrets }}
        server={{ id: serverId, name, unreachable }}
        submitLabel={heading}
        confirmLabel={does}
        adoptedTitle={kind === 'uninstall' && installation.data.adopted ? title : undefined}
        closesOperation={waits === null ? null : { operationId: waits.id, point: waits.point }}
      />
    </ConsolePage>
  );
}

const CONFIRMED = 'Nothing happens on the server until you confirm.';

/** What the operation means, before its plan says it in detail. */
function leadOf(kind: string, title: string): string {
  switch (kind) {
    case 'update':
      return `Installs the newest version of ${title} that the server’s package sources offer. Settings stay as they are. ${CONFIRMED}`;
    case 'restart':
      return `${title} does not respond while it restarts. ${CONFIRMED}`;
    case 'reload':
      return `${title} reads its configuration again without stopping. ${CONFIRMED}`;
    case 'stop':
      return `${title} stays stopped until it is started or the server boots. ${CONFIRMED}`;
    case 'uninstall':
      return `Review what will be removed and what is kept. ${CONFIRMED}`;
    default:
      return CONFIRMED;
  }
}

/** The operation on it that waits for a decision. */
function waitingOf(installation: InstallationDetail) {
  const operation = installation.deletion?.operation ?? null;
  if (operation === null || operation.point === null) return null;
  return { ...operation, point: operation.point };
}
