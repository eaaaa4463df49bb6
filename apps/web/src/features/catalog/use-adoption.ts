'use client';

import type { FoundPackageView } from '@milepost/api/package-views';
import { useQueryState } from 'nuqs';

import { trpc } from '../../api/trpc';

export interface Adoption {
  /** Somebody asked to adopt what was found. */
  asked: boolean;
  /** What is to be adopted; null where it is not there, undefined until that is known. */
  found: FoundPackageView | null | undefined;
  error: { message: string } | null;
}

/** What the address asks to adopt on a server: `adopt` is the key of one of several, or empty. */
export function useAdoption(packageId: string, serverId: string | null): Adoption {
  const [key] = useQueryState('adopt');
  const query = trpc.servers.found.useQuery(
    { serverId: serverId ?? '' },
    { enabled: key !== null && serverId !== null, staleTime: 0, gcTime: 0, retry: false },
  );
  if (key === null || serverId === null) return { asked: false, found: null, error: null };
  const { packages = [], problem = null } = query.data ?? {};
  const found = packages.find((each) => each.packageId === packageId && each.key === key) ?? null;
  return {
    asked: true,
    found: query.data === undefined ? undefined : found,
    error: query.error ?? (problem === null ? null : { message: problem }),
  };
}

/** The form by which what was found is adopted. */
export function adoptionPage(serverId: string, { packageId, key }: FoundPackageView): string {
  return `/catalog/${packageId}/install?${new URLSearchParams({ server: serverId, adopt: key }).toString()}`;
}
