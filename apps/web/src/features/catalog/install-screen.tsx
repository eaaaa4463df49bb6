'use client';

import Link from 'next/link';
import { useQueryState } from 'nuqs';

import { isMissing } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Button } from '../../components/forms/button';
import { Banner } from '../../components/layout/banner';
import { EmptyState } from '../../components/layout/empty-state';
import { Panel } from '../../components/layout/panel';
import { QueryPanel } from '../../components/layout/query-panel';
import { SkeletonRows } from '../../components/layout/skeleton';
import { StatusIcon } from '../../components/status/status-icon';
import { AddChildScreen } from '../children/add-child-screen';
import { MissingPackage } from '../console/missing-subject';
import { ConsolePage } from '../console/page';
import { RequireOperator } from '../session/require-operator';
import type { Prefill } from './form-values';
import { useAdoption } from './use-adoption';
import type { Adoption } from './use-adoption';
import { usePrefill } from './use-prefill';
import { ServerChoice } from './server-choice';
import { PackageRequestForm } from './package-request-form';

const above = [{ label: 'Catalog', href: '/catalog' }];

/** What the form of an adoption begins with; undefined until it is known. Its secrets are on the server already. */
function adoptedPrefill({ found }: Adoption): Prefill | null | undefined {
  return found ? { settings: found.settings, installed: true } : found;
}

/** Form, plan, button: a package on a server. */
export function InstallScreen({ packageId }: { packageId: string }) {
  const pkg = trpc.catalog.get.useQuery({ packageId });
  const servers = trpc.servers.list.useQuery({ limit: 100, sort: 'name' });
  const [asked, setAsked] = useQueryState('server');
  const [from] = useQueryState('from');
  const ready = servers.data?.items.filter(({ status }) => status === 'ready') ?? [];
  const chosen =
    servers.data?.items.find(({ id }) => id === asked) ?? (ready.length === 1 ? ready[0] : undefined);
  const serverId = chosen?.id ?? null;
  const adoption = useAdoption(packageId, serverId);
  const several = pkg.data?.install.form.some(({ identity }) => identity === true) === true;
  const installed = usePrefill({ packageId, serverId, from, several });
  const prefill = adoption.asked ? adoptedPrefill(adoption) : installed.prefill;
  const error = pkg.error ?? servers.error;
  if (isMissing(pkg.error)) return <MissingPackage />;
  if (pkg.data === undefined || servers.data === undefined) {
    return (
      <ConsolePage title="Install" above={above}>
        <QueryPanel
          error={error}
          title="The form could not be loaded"
          onRetry={() => {
            void pkg.refetch();
            void servers.refetch();
          }}
          skeleton={<SkeletonRows rows={6} widths={[200, 320]} />}
        >
          {null}
        </QueryPanel>
      </ConsolePage>
    );
  }
  if (pkg.data.within !== null) return <AddChildScreen pkg={pkg.data} within={pkg.data.within} />;
  const { description, install } = pkg.data;
  const { items } = servers.data;
  const { found } = adoption;
  const title = found?.title ?? pkg.data.title;
  const verb = found ? 'Adopt' : installed.active ? 'Change' : pkg.data.verbs.install;
  const onServer = chosen === undefined ? '' : ` on ${chosen.name}`;
  const heading = `${verb} ${title}${found || installed.active ? onServer : ''}`;
  return (
    <ConsolePage title={heading} above={above}>
      <div className="mb-5 max-sm:mb-4">
        <h1 className="text-xl tracking-tight">{heading}</h1>
        <p className="reading mt-0.5 text-ink-2">
          {found
            ? `Version ${found.version} is on the server already. The plan shows what differs there from these settings; where nothing does, nothing is changed, and Milepost manages it from then on.`
            : `${description} Nothing happens on the server until you confirm.`}
        </p>
        {adoption.asked && found === null && (
          <Banner variant="warn" className="mt-3" icon={<StatusIcon name="warn" tone="warn" />}>
            {title} was not found{onServer}: this installs it.
          </Banner>
        )}
      </div>
      {items.length === 0 ? (
        <Panel>
          <EmptyState
            title="Add a server first"
            actions={
              <RequireOperator>
                <Button asChild variant="primary">
                  <Link href="/servers/new">Add server</Link>
                </Button>
              </RequireOperator>
            }
          >
            Packages are installed on Debian or Ubuntu servers. This page then shows the plan for yours.
          </EmptyState>
        </Panel>
      ) : prefill === undefined ? (
        <QueryPanel
          error={adoption.error ?? installed.error}
          title="The settings on the server could not be loaded"
          onRetry={() => {
            window.location.reload();
          }}
          skeleton={<SkeletonRows rows={6} widths={[200, 320]} />}
        >
          {null}
        </QueryPanel>
      ) : (
        <PackageRequestForm
          // What is typed stays when another server is chosen, unless the form begins with what is installed there.
          key={prefill === null ? 'defaults' : chosen?.id}
          kind="install"
          prefill={prefill}
          adopts={found !== null && found !== undefined}
          packageId={packageId}
          fields={install.form}
          server={chosen ?? null}
          submitLabel={`${verb} ${title}${onServer}`}
        >
          <ServerChoice servers={items} value={chosen?.id ?? null} onChange={(id) => void setAsked(id)} />
        </PackageRequestForm>
      )}
    </ConsolePage>
  );
}
