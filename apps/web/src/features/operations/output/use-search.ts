'use client';

import { useDeferredValue, useMemo, useState } from 'react';

import type { OutputGroup, OutputLines } from '../../../live/store/output-lines';
import type { Match } from './search';
import { OutputSearch } from './search';

export interface SearchState {
  query: string;
  setQuery: (query: string) => void;
  matches: Match[];
  /** Counts from 0; -1 with no results. */
  index: number;
  current: Match | undefined;
  step: (by: 1 | -1) => Match | undefined;
}

/** Search over output that grows. The result one stands on stays the same while more are found. */
export function useSearch({ groups, moved }: OutputLines, version: number): SearchState {
  const [query, setQuery] = useState('');
  const [current, setCurrent] = useState<Match | undefined>(undefined);
  const asked = useDeferredValue(query.trim());
  const search = useMemo(() => newSearch(asked, moved), [asked, moved]);
  const matches = useMemo(() => resultsNow(search, groups, version), [search, groups, version]);
  const at = current === undefined ? -1 : matches.findIndex((match) => isSame(match, current));
  const index = matches.length === 0 ? -1 : Math.max(0, at);

  return {
    query,
    setQuery: (next) => {
      setQuery(next);
      setCurrent(undefined);
    },
    matches,
    index,
    current: matches[index],
    step: (by) => {
      if (matches.length === 0) return undefined;
      const next = at === -1 && by === 1 ? 0 : (index + by + matches.length) % matches.length;
      setCurrent(matches[next]);
      return matches[next];
    },
  };
}

/** Lines that `moved` are no longer where they were found. */
function newSearch(query: string, moved: number): OutputSearch | null {
  return query === '' || moved < 0 ? null : new OutputSearch(query);
}

/** `version` stands for what `groups`, growing in place, cannot tell by itself. */
function resultsNow(search: OutputSearch | null, groups: OutputGroup[], version: number): Match[] {
  if (search === null || version < 0) return [];
  search.extend(groups);
  return [...search.matches];
}

function isSame(a: Match, b: Match): boolean {
  return a.group === b.group && a.line === b.line && a.start === b.start;
}
