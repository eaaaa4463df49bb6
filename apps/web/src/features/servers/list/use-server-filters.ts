'use client';

import type { RouterInputs } from '@milepost/api/router';
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';

const sorts = ['name', 'status', 'lastSeenAt', 'createdAt'] as const;
export type ServerSort = (typeof sorts)[number];

export const sortLabels: Record<ServerSort, string> = {
  name: 'By name',
  status: 'By status',
  lastSeenAt: 'Seen last',
  createdAt: 'Added last',
};

export const PAGE_SIZE = 50;

/** The list's state, kept in the address. */
export function useServerFilters() {
  const [filters, setFilters] = useQueryStates(
    {
      q: parseAsString.withDefault(''),
      sort: parseAsStringLiteral(sorts).withDefault('name'),
      after: parseAsArrayOf(parseAsString).withDefault([]),
    },
    { history: 'replace' },
  );
  const input: RouterInputs['servers']['list'] = {
    search: filters.q.trim() || undefined,
    sort: filters.sort,
    cursor: filters.after.at(-1),
    limit: PAGE_SIZE,
  };
  return {
    filters,
    input,
    set: (change: { q?: string; sort?: ServerSort }) => void setFilters({ ...change, after: null }),
    turn: (after: string[]) => void setFilters({ after }, { history: 'push' }),
  };
}
