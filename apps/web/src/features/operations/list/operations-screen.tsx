'use client';

import type { OperationSummary } from '@milepost/api/views';
import { keepPreviousData } from '@tanstack/react-query';
import Link from 'next/link';

import { trpc } from '../../../api/trpc';
import { Button } from '../../../components/forms/button';
import { EmptyState } from '../../../components/layout/empty-state';
import { QueryPanel } from '../../../components/layout/query-panel';
import { SkeletonRows } from '../../../components/layout/skeleton';
import { plural } from '@milepost/contract/messages/format/text';
import { ConsolePage } from '../../console/page';
import { RequireOperator } from '../../session/require-operator';
import { OperationFilters } from './operation-filters';
import { OperationsTable } from './operations-table';
import { useFrozenRows } from './use-frozen-rows';
import { PAGE_SIZE, useOperationFilters } from './use-operation-filters';
import { formatTotal } from '../format/format-total';

/** Everything that was ever asked for. */
export function OperationsScreen() {
  const { filters, input, on, set, clear, turn } = useOperationFilters();
  const query = trpc.operations.list.useQuery(input, { placeholderData: keepPreviousData });
  const page = query.data;
  const first = filters.after.length * PAGE_SIZE + 1;
  return (
    <ConsolePage title="Operations">
      <OperationFilters filters={filters} set={set} />
      <QueryPanel
        className="relative"
        error={page === undefined ? query.error : null}
        title="The history could not be loaded"
        onRetry={() => void query.refetch()}
        skeleton={page === undefined ? <SkeletonRows rows={8} widths={[110, 180, 120, 100]} /> : null}
      >
        {page !== undefined && page.items.length > 0 && (
          <FrozenTable items={page.items} view={JSON.stringify(input)} />
        )}
        {page?.items.length === 0 && (on > 0 ? <NothingMatches on={on} onClear={clear} /> : <NothingYet />)}
      </QueryPanel>
      {page !== undefined && page.items.length > 0 && (
        <div className="flex items-center gap-2 px-0.5 py-2.5 text-xs text-ink-3">
          <span role="status">
            {first} to {first + page.items.length - 1} of {formatTotal(page)}, newest first
          </span>
          <span className="ml-auto flex gap-2">
            <Button
              size="sm"
              disabled={filters.after.length === 0}
              onClick={() => {
                turn(filters.after.slice(0, -1));
              }}
            >
              Newer
            </Button>
            <Button
              size="sm"
              disabled={page.cursor === null}
              onClick={() => {
                if (page.cursor !== null) turn([...filters.after, page.cursor]);
              }}
            >
              Older
            </Button>
          </span>
        </div>
      )}
    </ConsolePage>
  );
}

function NothingMatches({ on, onClear }: { on: number; onClear: () => void }) {
  return (
    <EmptyState title="No operation matches" actions={<Button onClick={onClear}>Clear filters</Button>}>
      {plural(on, { one: 'No results with this filter.', other: 'No results with these filters.' })}
    </EmptyState>
  );
}

function NothingYet() {
  return (
    <EmptyState
      title="No operations yet"
      actions={
        <>
          <Button asChild variant="primary">
            <Link href="/catalog">Browse catalog</Link>
          </Button>
          <RequireOperator>
            <Button asChild>
              <Link href="/servers/new">Add server</Link>
            </Button>
          </RequireOperator>
        </>
      }
    >
      Install a package on a server. Every step appears here live and is kept.
    </EmptyState>
  );
}

function FrozenTable({ items, view }: { items: OperationSummary[]; view: string }) {
  const { rows, waiting, showAll, ...pointer } = useFrozenRows(items, view);
  return (
    <div {...pointer}>
      {waiting > 0 && (
        <button
          type="button"
          onClick={showAll}
          className="absolute inset-x-0 top-0 z-1 mx-auto mt-1 h-6 w-fit rounded-full bg-accent px-3 text-xs font-medium text-on-accent shadow-pop"
        >
          {waiting} new
        </button>
      )}
      <OperationsTable operations={rows} />
    </div>
  );
}
