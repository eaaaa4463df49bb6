'use client';

import { useQueryState } from 'nuqs';

import { isMissing } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Button } from '../../components/forms/button';
import { EmptyState } from '../../components/layout/empty-state';
import { Panel } from '../../components/layout/panel';
import { QueryPanel } from '../../components/layout/query-panel';
import { SkeletonRows } from '../../components/layout/skeleton';
import { ServerChoice } from '../catalog/server-choice';
import { MissingStack } from '../console/missing-subject';
import { ConsolePage } from '../console/page';
import { RequireOperator } from '../session/require-operator';
import Link from 'next/link';
import { RunStackForm } from './run-stack-form';

const above = [{ label: 'Stacks', href: '/stacks' }];

/** A stack on a server: what it asks, the plans of all steps, the button. */
export function RunStackScreen({ stackId }: { stackId: string }) {
  const stacks = trpc.stacks.list.useQuery();
  const servers = trpc.servers.list.useQuery({ limit: 100, sort: 'name' });
  const [asked, setAsked] = useQueryState('server');
  const items = servers.data?.items ?? [];
  const ready = items.filter(({ status }) => status === 'ready');
  const chosen = items.find(({ id }) => id === asked) ?? (ready.length === 1 ? ready[0] : undefined);
  const form = trpc.stacks.form.useQuery(
    { stackId, serverId: chosen?.id ?? '' },
    { enabled: chosen !== undefined, gcTime: 0, staleTime: 0 },
  );
  const stack = stacks.data?.find(({ id }) => id === stackId);
  if (isMissing(form.error) || (stacks.data !== undefined && stack === undefined)) return <MissingStack />;
  if (stack === undefined || servers.data === undefined)
    return (
      <ConsolePage title="Run stack" above={above}>
        <QueryPanel
          error={stacks.error ?? servers.error}
          title="The stack could not be loaded"
          onRetry={() => {
            void stacks.refetch();
            void servers.refetch();
          }}
          skeleton={<SkeletonRows rows={6} widths={[200, 320]} />}
        >
          {null}
        </QueryPanel>
      </ConsolePage>
    );
  const choice = (
    <ServerChoice servers={items} value={chosen?.id ?? null} onChange={(id) => void setAsked(id)} />
  );
  const heading = `Run ${stack.name}`;
  return (
    <ConsolePage title={heading} above={above}>
      <div className="mb-5 max-sm:mb-4">
        <h1 className="text-xl tracking-tight wrap-anywhere">{heading}</h1>
        <p className="reading mt-0.5 text-ink-2">
          {stack.description} Nothing happens on the server until you confirm.
        </p>
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
            A stack is run on a Debian or Ubuntu server. This page then shows the plan for yours.
          </EmptyState>
        </Panel>
      ) : chosen === undefined ? (
        <Panel className="max-w-[360px] overflow-visible p-4">{choice}</Panel>
      ) : form.data === undefined ? (
        <QueryPanel
          error={form.error}
          title="The form could not be loaded"
          onRetry={() => void form.refetch()}
          skeleton={<SkeletonRows rows={6} widths={[200, 320]} />}
        >
          {null}
        </QueryPanel>
      ) : (
        // Secrets are made anew for another server.
        <RunStackForm key={chosen.id} form={form.data} server={chosen}>
          {choice}
        </RunStackForm>
      )}
    </ConsolePage>
  );
}
