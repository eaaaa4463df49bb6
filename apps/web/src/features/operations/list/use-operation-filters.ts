'use client';

import { COMMON_OPERATIONS } from '@milepost/contract/operation-kinds';
import { OPERATION_OUTCOMES } from '@milepost/contract/statuses';
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';

import type { RouterInputs } from '@milepost/api/router';

const shows = ['all', 'active', 'failed', 'ended'] as const;
export type Show = (typeof shows)[number];

/** The statuses behind each of the first filters. */
const statusesOf = {
  all: undefined,
  active: ['queued', 'running', 'pausing', 'paused', 'awaiting_decision', 'canceling'],
  failed: ['failed'],
  ended: [...OPERATION_OUTCOMES],
} satisfies Record<Show, RouterInputs['operations']['list']['status']>;

export const PAGE_SIZE = 25;

/** The list's state, kept in the address. `after` has the cursor of each page that was turned. */
export function useOperationFilters() {
  const [filters, setFilters] = useQueryStates(
    {
      show: parseAsStringLiteral(shows).withDefault('all'),
      q: parseAsString.withDefault(''),
      kind: parseAsStringLiteral(COMMON_OPERATIONS),
      server: parseAsString,
      package: parseAsString,
      after: parseAsArrayOf(parseAsString).withDefault([]),
    },
    { history: 'replace' },
  );
  const input: RouterInputs['operations']['list'] = {
    status: statusesOf[filters.show],
    search: filters.q.trim() || undefined,
    kind: filters.kind ?? undefined,
    serverId: filters.server ?? undefined,
    packageId: filters.package ?? undefined,
    cursor: filters.after.at(-1),
    limit: PAGE_SIZE,
  };
  const on = [filters.q !== '', filters.kind, filters.server, filters.package, filters.show !== 'all'].filter(
    Boolean,
  ).length;
  return {
    filters,
    input,
    /** How many filters are on. */
    on,
    /** Any change of a filter goes back to the first page. */
    set: (change: Partial<Omit<typeof filters, 'after'>>) => void setFilters({ ...change, after: null }),
    clear: () =>
      void setFilters({ show: null, q: null, kind: null, server: null, package: null, after: null }),
    turn: (after: string[]) => void setFilters({ after }, { history: 'push' }),
  };
}
