'use client';

import type { PlanPreview } from '@milepost/api/package-views';
import { keepPreviousData } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import type { Problem } from '../../api/problem';
import { problemOf } from '../../api/problem';
import { trpc } from '../../api/trpc';

export interface Wish {
  kind: 'install' | 'uninstall';
  serverId: string | null;
  packageId: string;
  input: Record<string, unknown>;
}

export interface Plan {
  /** The last one that was made; it may be of the form as it was a moment ago. */
  preview: PlanPreview | undefined;
  /** The plan is of the form as it stands. */
  current: boolean;
  checking: boolean;
  problem: Problem | null;
  checkAgain: () => void;
}

const TYPING_MS = 400;

/** The plan of a wish, checked against the server again whenever the form has rested. */
export function usePlan(wish: Wish, ready: boolean): Plan {
  const wanted = JSON.stringify(wish);
  const rested = useRested(wanted);
  const settled = rested === wanted;
  const { kind, serverId, packageId, input } = JSON.parse(rested) as Wish;
  const query = trpc.packages.preview.useQuery(
    { kind, packageId, input, serverId: serverId ?? '' },
    {
      enabled: ready && settled && serverId !== null,
      placeholderData: keepPreviousData,
      staleTime: Infinity,
      gcTime: 0,
      retry: false,
      refetchInterval: false,
    },
  );
  const failed = query.error !== null && settled;
  return {
    preview: ready && !failed ? query.data : undefined,
    current: ready && settled && !query.isPlaceholderData && !query.isFetching && query.isSuccess,
    checking: ready && (!settled || query.isFetching),
    problem: failed && ready ? problemOf(query.error) : null,
    checkAgain: () => void query.refetch(),
  };
}

/** The value once it has not changed for a moment. */
function useRested(value: string): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => {
      setRested(value);
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [value]);
  return rested;
}
