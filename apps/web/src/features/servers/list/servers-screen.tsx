'use client';

import type { ServerSummary } from '@milepost/api/views';
import { keepPreviousData } from '@tanstack/react-query';
import { ArrowUpDown, Plus, Search } from 'lucide-react';
import Link from 'next/link';
import { useRef } from 'react';

import { trpc } from '../../../api/trpc';
import { Button } from '../../../components/forms/button';
import { EmptyState } from '../../../components/layout/empty-state';
import { Input } from '../../../components/forms/input';
import { Kbd } from '../../../components/kbd';
import { Menu, MenuChoice, MenuLabel } from '../../../components/overlays/menu';
import { QueryPanel } from '../../../components/layout/query-panel';
import { SkeletonRows } from '../../../components/layout/skeleton';
import { useShortcut } from '../../../keys/provider';
import { plural } from '@milepost/contract/messages/format/text';
import { ConsolePage } from '../../console/page';
import { RequireOperator } from '../../session/require-operator';
import { ServersTable } from './servers-table';
import type { ServerSort } from './use-server-filters';
import { PAGE_SIZE, sortLabels, useServerFilters } from './use-server-filters';

/** All servers, those that need something first. */
export function ServersScreen() {
  const { filters, input, set, turn } = useServerFilters();
  const query = trpc.servers.list.useQuery(input, { placeholderData: keepPreviousData });
  const search = useRef<HTMLInputElement>(null);
  useShortcut('/', () => search.current?.select());
  const page = query.data;
  const first = filters.after.length * PAGE_SIZE + 1;
  return (
    <ConsolePage title="Servers">
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <Input
          ref={search}
          type="search"
          aria-label="Search servers"
          aria-keyshortcuts="/"
          placeholder="Name or address"
          defaultValue={filters.q}
          shellClassName="w-[260px] max-sm:w-full"
          lead={<Search aria-hidden className="text-ink-3" />}
          trail={<Kbd className="max-sm:hidden">/</Kbd>}
          onChange={(event) => {
            set({ q: event.target.value });
          }}
        />
        <span className="ml-auto flex gap-2 max-sm:ml-0 max-sm:w-full max-sm:[&>*]:flex-1">
          <Menu
            align="end"
            trigger={
              <Button variant="ghost">
                <ArrowUpDown aria-hidden /> {sortLabels[filters.sort]}
              </Button>
            }
          >
            <MenuLabel>Order</MenuLabel>
            <MenuChoice
              value={filters.sort}
              onChange={(sort) => {
                set({ sort: sort as ServerSort });
              }}
              options={Object.entries(sortLabels).map(([value, label]) => ({ value, label }))}
            />
          </Menu>
          <RequireOperator>
            <Button asChild variant="primary">
              <Link href="/servers/new">
                <Plus aria-hidden /> Add server
              </Link>
            </Button>
          </RequireOperator>
        </span>
      </div>
      <QueryPanel
        error={page === undefined ? query.error : null}
        title="The servers could not be loaded"
        onRetry={() => void query.refetch()}
        skeleton={page === undefined ? <SkeletonRows rows={6} widths={[140, 160, 120, 180]} /> : null}
      >
        {page !== undefined && page.items.length > 0 && <ServersTable servers={page.items} />}
        {page?.items.length === 0 && (
          <NoServers
            search={filters.q}
            onClear={() => {
              set({ q: '' });
            }}
          />
        )}
      </QueryPanel>
      {page !== undefined && page.items.length > 0 && (
        <div className="flex items-center gap-2 px-0.5 py-2.5 text-xs text-ink-3">
          <span role="status">
            {page.total > PAGE_SIZE
              ? `${first} to ${first + page.items.length - 1} of ${page.total} servers`
              : countLabel(page.items.length, page.items.filter(isReady).length)}
          </span>
          <span className="ml-auto flex items-center gap-2 max-sm:hidden">
            <Kbd>j</Kbd>
            <Kbd>k</Kbd> move <Kbd>Enter</Kbd> open
          </span>
          {page.total > PAGE_SIZE && (
            <>
              <Button
                size="sm"
                disabled={filters.after.length === 0}
                onClick={() => {
                  turn(filters.after.slice(0, -1));
                }}
              >
                Back
              </Button>
              <Button
                size="sm"
                disabled={page.cursor === null}
                onClick={() => {
                  if (page.cursor !== null) turn([...filters.after, page.cursor]);
                }}
              >
                Next
              </Button>
            </>
          )}
        </div>
      )}
    </ConsolePage>
  );
}

const isReady = ({ status, unreachable }: ServerSummary): boolean =>
  status === 'ready' && unreachable === null;

function countLabel(count: number, ready: number): string {
  return `${count} ${plural(count, { one: 'server', other: 'servers' })}, ${ready} ready`;
}

function NoServers({ search, onClear }: { search: string; onClear: () => void }) {
  if (search !== '')
    return (
      <EmptyState
        title={`No server matches “${search}”`}
        actions={<Button onClick={onClear}>Clear search</Button>}
      >
        Names and addresses are searched.
      </EmptyState>
    );
  return (
    <EmptyState
      title="No servers yet"
      actions={
        <RequireOperator>
          <Button asChild>
            <Link href="/servers/new">Add server</Link>
          </Button>
        </RequireOperator>
      }
    >
      Any Debian or Ubuntu machine that is reachable over SSH. You see its fingerprint before anything is sent
      to it.
    </EmptyState>
  );
}
