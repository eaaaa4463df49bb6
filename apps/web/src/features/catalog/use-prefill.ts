'use client';

import { trpc } from '../../api/trpc';
import type { Prefill } from './form-values';

export interface PrefillRead {
  /** Undefined until it is read; null: the form begins with its defaults. */
  prefill: Prefill | null | undefined;
  /** It is installed and nothing is wrong with it: an install changes it. */
  active: boolean;
  error: { message: string } | null;
}

interface PrefillSource {
  packageId: string;
  /** Null: none is chosen yet. */
  serverId: string | null;
  /** The operation whose settings are wanted instead of the installed ones. */
  from: string | null;
}

/** What an install form begins with. Read each time the form opens, so that it does not undo later changes. */
export function usePrefill({ packageId, serverId, from }: PrefillSource): PrefillRead {
  const options = { gcTime: 0, staleTime: 0 };
  const installed = trpc.installations.settings.useQuery(
    { packageId, serverId: serverId ?? '' },
    { ...options, enabled: serverId !== null },
  );
  const operation = trpc.operations.get.useQuery({ operationId: from ?? '' }, { enabled: from !== null });
  const error = installed.error ?? operation.error;
  if (serverId === null) return { prefill: null, active: false, error: null };
  if (installed.data === undefined || (from !== null && operation.data === undefined))
    return { prefill: undefined, active: false, error };
  const settings = { ...installed.data?.settings, ...operation.data?.input };
  return {
    prefill:
      installed.data === null && from === null
        ? null
        : {
            ...{ settings, installed: installed.data?.installed === true },
            keepsSecrets: installed.data?.keepsSecrets === true,
          },
    active: installed.data?.active === true,
    error: null,
  };
}
