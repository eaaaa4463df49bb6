'use client';

import { isMissing } from '../../api/problem';
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
  /** What it will live in; null: nothing. */
  parentId?: string | null;
  /** It may be there several times: an install adds another one. */
  several?: boolean;
  /** The operation whose settings are wanted instead of the installed ones. */
  from: string | null;
}

/** What an install form begins with. Read each time the form opens, so that it does not undo later changes. */
export function usePrefill({ from, ...source }: PrefillSource): PrefillRead {
  const { serverId } = source;
  const { installed, error: unread } = useInstalledSettings(source);
  const operation = trpc.operations.get.useQuery({ operationId: from ?? '' }, { enabled: from !== null });
  const error = unread ?? operation.error;
  if (serverId === null) return { prefill: null, active: false, error: null };
  if (installed === undefined || (from !== null && operation.data === undefined))
    return { prefill: undefined, active: false, error };
  const settings = { ...installed?.settings, ...operation.data?.input };
  return {
    prefill:
      installed === null && from === null
        ? null
        : {
            ...{ settings, installed: installed?.installed === true },
            keepsSecrets: installed?.keepsSecrets === true,
          },
    active: installed?.active === true,
    error: null,
  };
}

/** The settings of what is installed of a package on a server. Undefined until they are read; null where nothing of it is there. */
function useInstalledSettings({
  packageId,
  serverId,
  parentId = null,
  several = false,
}: Omit<PrefillSource, 'from'>) {
  const fresh = { gcTime: 0, staleTime: 0 };
  const server = trpc.servers.get.useQuery(
    { serverId: serverId ?? '' },
    { staleTime: 0, enabled: serverId !== null },
  );
  const found = server.isFetchedAfterMount ? server.data : undefined;
  const installation = found?.packages.find(
    (each) => !several && each.package.id === packageId && (each.parent?.id ?? null) === parentId,
  );
  const settings = trpc.installations.settings.useQuery(
    { installationId: installation?.id ?? '' },
    { ...fresh, enabled: installation !== undefined },
  );
  // Uninstalled in this moment: nothing of it is there.
  const isGone = (found !== undefined && installation === undefined) || isMissing(settings.error);
  return { installed: isGone ? null : settings.data, error: server.error ?? settings.error };
}
