'use client';

import type { OperationSummary } from '@milepost/api/views';
import { keepPreviousData } from '@tanstack/react-query';
import Link from 'next/link';

import { trpc } from '../../api/trpc';
import { Button } from '../../components/button';
import { EmptyState } from '../../components/empty-state';
import { QueryPanel } from '../../components/query-panel';
import { SkeletonRows } from '../../components/skeleton';
import { ConsolePage } from '../console/page';
import { problemOf } from '../../api/problem';
import { ForChangers } from '../session/for-changers';
import { OperationFilters } from './operation-filters';
import { OperationsTable } from './operations-table';
import { useHeldRows } from './use-held-rows';
import { PAGE_SIZE, useOperationFilters } from './use-operation-filters';
import { totalOf } from './total-of';

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
        problem={page === undefined && query.error !== null ? problemOf(query.error).message : null}
        title="The history could not be read"
        onRetry={() => void query.refetch()}
        skeleton={page === undefined ? <SkeletonRows rows={8} widths={[110, 180, 120, 100]} /> : null}
      >
        {page !== undefined && page.items.length > 0 && (
          <HeldTable items={page.items} view={JSON.stringify(input)} />
        )}
        {page?.items.length === 0 && (on > 0 ? <NothingMatches on={on} onClear={clear} /> : <NothingYet />)}
      </QueryPanel>
      {page !== undefined && page.items.length > 0 && (
        <div className="flex items-center gap-2 px-0.5 py-2.5 text-xs text-ink-3">
          <span role="status">
            {first} to {first + page.items.length - 1} of {totalOf(page)}, newest first
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
      {on === 1 ? 'One filter is on.' : `${on} filters are on.`} The history itself is complete.
    </EmptyState>
  );
}

function NothingYet() {
  return (
    <EmptyState
      title="No operations yet"
      actions={
        <>
          <Button asChild look="primary">
            <Link href="/catalogue">Look at the catalogue</Link>
          </Button>
          <ForChangers>
            <Button asChild>
              <Link href="/servers/new">Add server</Link>
            </Button>
          </ForChangers>
        </>
      }
    >
      Install something on a server. Every step shows up here, live, and stays.
    </EmptyState>
  );
}

function HeldTable({ items, view }: { items: OperationSummary[]; view: string }) {
  const { rows, waiting, showAll, ...pointer } = useHeldRows(items, view);
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
