'use client';

import type { ParentView } from '@milepost/api/installation-views';
import type { PackageView } from '@milepost/api/package-views';
import { pluralOf } from '@milepost/contract/messages/format/text';
import { operationPlace } from '@milepost/contract/messages/operation-kinds';
import Link from 'next/link';
import { useQueryState } from 'nuqs';

import { trpc } from '../../api/trpc';
import { Button } from '../../components/forms/button';
import { EmptyState } from '../../components/layout/empty-state';
import { Panel } from '../../components/layout/panel';
import { QueryPanel } from '../../components/layout/query-panel';
import { SkeletonRows } from '../../components/layout/skeleton';
import { PackageRequestForm } from '../catalog/package-request-form';
import { usePrefill } from '../catalog/use-prefill';
import { ConsolePage } from '../console/page';
import { installationPage } from '../installations/links';
import { RequireOperator } from '../session/require-operator';
import { addLabel } from './add-label';
import { chooseParent } from './choose-parent';
import { ParentChoice } from './parent-choice';

const CATALOG = { label: 'Catalog', href: '/catalog' };
const SERVERS = { label: 'Servers', href: '/servers' };

export interface AddChildScreenProps {
  pkg: PackageView;
  /** The package in whose installations it lives. */
  within: NonNullable<PackageView['within']>;
}

/** Form, plan, button: a database in a PostgreSQL. */
export function AddChildScreen({ pkg, within }: AddChildScreenProps) {
  const query = trpc.catalog.parents.useQuery({ packageId: pkg.id });
  const [asked, setAsked] = useQueryState('parent');
  const [serverId] = useQueryState('server');
  const chosen = chooseParent(query.data ?? [], { parentId: asked, serverId });
  const label = addLabel(pkg);
  return (
    <ConsolePage title={label} above={crumbsOf(asked === null ? undefined : chosen)}>
      <div className="mb-5 max-sm:mb-4">
        <h1 className="text-xl tracking-tight wrap-anywhere">
          {label}
          {chosen !== undefined && ` ${placeOf(chosen)}`}
        </h1>
        <p className="reading mt-0.5 text-ink-2">
          {pkg.description} Nothing happens on the server until you confirm.
        </p>
      </div>
      {query.data === undefined ? (
        <QueryPanel
          error={query.error}
          title="The form could not be loaded"
          onRetry={() => void query.refetch()}
          skeleton={<SkeletonRows rows={6} widths={[200, 320]} />}
        >
          {null}
        </QueryPanel>
      ) : query.data.length === 0 ? (
        <NoParent pkg={pkg} within={within} serverId={serverId} />
      ) : (
        <AddChildForm
          pkg={pkg}
          within={within}
          parents={query.data}
          chosen={chosen ?? null}
          onChoose={(id) => void setAsked(id)}
        />
      )}
    </ConsolePage>
  );
}

const placeOf = ({ title, server }: ParentView): string =>
  operationPlace({ kind: 'install', parent: title, server: server.name });

function crumbsOf(parent: ParentView | undefined) {
  if (parent === undefined) return [CATALOG];
  const { id, title, server } = parent;
  return [
    SERVERS,
    { label: server.name, href: `/servers/${server.id}` },
    { label: title, href: installationPage(id) },
  ];
}

function NoParent({ pkg, within, serverId }: AddChildScreenProps & { serverId: string | null }) {
  const search = serverId === null ? '' : `?server=${encodeURIComponent(serverId)}`;
  return (
    <Panel>
      <EmptyState
        title={`Install ${within.title} first`}
        actions={
          <RequireOperator>
            <Button asChild variant="primary">
              <Link href={`/catalog/${within.id}/install${search}`}>Install {within.title}…</Link>
            </Button>
          </RequireOperator>
        }
      >
        {pluralOf(pkg.title)} are part of {within.title}, which is not installed on any server.
      </EmptyState>
    </Panel>
  );
}

interface AddChildFormProps extends AddChildScreenProps {
  parents: ParentView[];
  chosen: ParentView | null;
  onChoose: (parentId: string) => void;
}

function AddChildForm({ pkg, within, parents, chosen, onChoose }: AddChildFormProps) {
  const [from] = useQueryState('from');
  const { prefill, error } = usePrefill({
    ...{ packageId: pkg.id, from },
    ...{ serverId: chosen?.server.id ?? null, parentId: chosen?.id ?? null },
  });
  if (prefill === undefined)
    return (
      <QueryPanel
        error={error ?? null}
        title="The earlier settings could not be loaded"
        onRetry={() => {
          window.location.reload();
        }}
        skeleton={<SkeletonRows rows={6} widths={[200, 320]} />}
      >
        {null}
      </QueryPanel>
    );
  const label = addLabel(pkg);
  return (
    <PackageRequestForm
      // What is typed stays when another parent is chosen, unless the form begins with what is there.
      key={prefill === null ? 'defaults' : chosen?.id}
      kind="install"
      packageId={pkg.id}
      parentId={chosen?.id ?? null}
      prefill={prefill}
      fields={pkg.install.form}
      server={chosen?.server ?? null}
      choose="Choose where to add it to see the plan."
      submitLabel={chosen === null ? label : `${label} ${placeOf(chosen)}`}
    >
      <ParentChoice label={within.title} parents={parents} value={chosen?.id ?? null} onChange={onChoose} />
    </PackageRequestForm>
  );
}
