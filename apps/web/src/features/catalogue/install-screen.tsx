'use client';

import Link from 'next/link';
import { useQueryState } from 'nuqs';

import { problemOf } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Button } from '../../components/button';
import { EmptyState } from '../../components/empty-state';
import { Panel } from '../../components/panel';
import { QueryPanel } from '../../components/query-panel';
import { SkeletonRows } from '../../components/skeleton';
import { ConsolePage } from '../console/page';
import { ForChangers } from '../session/for-changers';
import { ServerChoice } from './server-choice';
import { WishForm } from './wish-form';

const above = [{ label: 'Catalogue', href: '/catalogue' }];

/** Form, plan, button: a package on a server. */
export function InstallScreen({ packageId }: { packageId: string }) {
  const of = trpc.catalogue.get.useQuery({ packageId });
  const servers = trpc.servers.list.useQuery({ limit: 100, sort: 'name' });
  const [asked, setAsked] = useQueryState('server');
  const error = of.error ?? servers.error;
  if (of.data === undefined || servers.data === undefined) {
    return (
      <ConsolePage title="Install" above={above}>
        <QueryPanel
          problem={error === null ? null : problemOf(error).message}
          title="The form could not be read"
          onRetry={() => {
            void of.refetch();
            void servers.refetch();
          }}
          skeleton={<SkeletonRows rows={6} widths={[200, 320]} />}
        >
          {null}
        </QueryPanel>
      </ConsolePage>
    );
  }
  const { title, description, install } = of.data;
  const { items } = servers.data;
  const ready = items.filter(({ status }) => status === 'ready');
  const chosen = items.find(({ id }) => id === asked) ?? (ready.length === 1 ? ready[0] : undefined);
  return (
    <ConsolePage title={`Install ${title}`} above={above}>
      <div className="mb-5 max-sm:mb-4">
        <h1 className="text-xl tracking-tight">Install {title}</h1>
        <p className="reading mt-0.5 text-ink-2">
          {description} Nothing happens on the server until you press the button.
        </p>
      </div>
      {items.length === 0 ? (
        <Panel>
          <EmptyState
            title="There is no server to install it on"
            actions={
              <ForChangers>
                <Button asChild look="primary">
                  <Link href="/servers/new">Add server</Link>
                </Button>
              </ForChangers>
            }
          >
            Add a Debian or Ubuntu machine first; then this page shows the plan for it.
          </EmptyState>
        </Panel>
      ) : (
        <WishForm
          kind="install"
          packageId={packageId}
          fields={install.form}
          server={chosen ?? null}
          action={chosen === undefined ? `Install ${title}` : `Install ${title} on ${chosen.name}`}
        >
          <ServerChoice servers={items} value={chosen?.id ?? null} onChange={(id) => void setAsked(id)} />
        </WishForm>
      )}
    </ConsolePage>
  );
}
