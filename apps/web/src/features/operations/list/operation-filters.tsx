'use client';

import { Search } from 'lucide-react';
import { useRef } from 'react';

import { trpc } from '../../../api/trpc';
import { FilterChip } from '../../../components/forms/filter-chip';
import { Input } from '../../../components/forms/input';
import { Kbd } from '../../../components/kbd';
import { Segmented } from '../../../components/forms/segmented';
import { useShortcut } from '../../../keys/provider';
import { useLiveOverview } from '../../../live/use-live-overview';
import { operationKindLabel } from '@milepost/contract/messages/operation-kinds';
import { COMMON_OPERATIONS } from '@milepost/contract/operation-kinds';
import type { Show, useOperationFilters } from './use-operation-filters';

type Filters = ReturnType<typeof useOperationFilters>;

/** What of the history is shown. */
export function OperationFilters({ filters, set }: Pick<Filters, 'filters' | 'set'>) {
  const search = useRef<HTMLInputElement>(null);
  const overview = useLiveOverview();
  const packages = trpc.catalog.list.useQuery();
  const servers = useServerOptions(filters.server);
  useShortcut('/', () => search.current?.select());
  const active = overview.data?.active.length ?? 0;

  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <Segmented<Show>
        label="Show"
        className="max-sm:w-full"
        value={filters.show}
        onChange={(show) => {
          set({ show });
        }}
        options={[
          { value: 'all', label: 'All' },
          {
            value: 'active',
            label: <>Active {active > 0 && <span className="font-normal text-ink-3">{active}</span>}</>,
          },
          { value: 'failed', label: 'Failed' },
          { value: 'ended', label: 'Ended' },
        ]}
      />
      <Input
        ref={search}
        type="search"
        aria-label="Search operations"
        aria-keyshortcuts="/"
        placeholder="Package, server or account"
        defaultValue={filters.q}
        shellClassName="w-[260px] flex-none max-sm:w-full"
        lead={<Search aria-hidden className="text-ink-3" />}
        trail={<Kbd className="max-sm:hidden">/</Kbd>}
        onChange={(event) => {
          set({ q: event.target.value });
        }}
      />
      <FilterChip
        label="Kind"
        value={filters.kind}
        onChange={(kind) => {
          set({ kind: kind as typeof filters.kind });
        }}
        options={COMMON_OPERATIONS.map((kind) => ({ value: kind, label: operationKindLabel(kind) }))}
      />
      <FilterChip
        label="Server"
        value={filters.server}
        onChange={(server) => {
          set({ server });
        }}
        options={servers}
      />
      <FilterChip
        label="Package"
        value={filters.package}
        onChange={(pkg) => {
          set({ package: pkg });
        }}
        options={(packages.data ?? []).map(({ id, title }) => ({ value: id, label: title }))}
      />
    </div>
  );
}

/** The servers there are, and the chosen one also where it was removed or is not among the first. */
function useServerOptions(chosen: string | null): { value: string; label: string }[] {
  const { data } = trpc.servers.list.useQuery({ limit: 100 });
  const listed = (data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const isElsewhere = chosen !== null && data !== undefined && !listed.some(({ value }) => value === chosen);
  const other = trpc.servers.get.useQuery({ serverId: chosen ?? '' }, { enabled: isElsewhere }).data;
  if (!isElsewhere || other === undefined) return listed;
  const { id, name, removed } = other;
  return [...listed, { value: id, label: removed === null ? name : `${name} (removed)` }];
}
