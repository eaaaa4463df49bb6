'use client';

import type { PlanPreview } from '@milepost/api/package-views';
import { useEffect, useState } from 'react';

import type { Problem } from '../../api/problem';
import { toProblem } from '../../api/problem';
import { trpc } from '../../api/trpc';

export interface PackageRequest {
  kind: string;
  serverId: string | null;
  packageId: string;
  /** Null: an install of what its input identifies. */
  installationId: string | null;
  /** What a new installation will live in; null: nothing. */
  parentId: string | null;
  input: Record<string, unknown>;
}

export interface Plan {
  /** The last one that was made; it may be of the form as it was a moment ago. */
  preview: PlanPreview | undefined;
  /** The plan is of the form as it stands. */
  current: boolean;
  checking: boolean;
  /** Results of the check come in: what the server has not said yet is marked as unknown. */
  arriving: boolean;
  problem: Problem | null;
  checkAgain: () => void;
}

const TYPING_MS = 400;

/** How a preview is asked for: see `Plan`. */
export const PREVIEW = {
  staleTime: Infinity,
  gcTime: 0,
  // Once where a check of another tab replaced this one: the last of two tabs gets its plan, and neither retries forever.
  retry: (failures: number, error: unknown) => failures < 1 && toProblem(error).code === 'CONFLICT',
  refetchInterval: false,
  // Leaving, or typing on, ends the check on the server, too.
  trpc: { abortOnUnmount: true },
} as const;

/** What is wrong with an input that the form can judge itself, by field name. */
type Validate = (input: PackageRequest['input']) => Record<string, string>;

/** The plan of a request, checked against the server again once the form has not changed for a moment and is valid. */
export function usePlan(request: PackageRequest, ready: boolean, validate: Validate): Plan {
  const requestKey = JSON.stringify(request);
  const debouncedKey = useDebounced(requestKey);
  const upToDate = debouncedKey === requestKey;
  const shown = JSON.parse(debouncedKey) as PackageRequest;
  const { kind, serverId, packageId, installationId, parentId, input } = shown;
  const fields = validate(input);
  const valid = Object.keys(fields).length === 0;
  const enabled = ready && upToDate && valid && serverId !== null;
  const ofPackage = trpc.packages.followPreview.useQuery(
    { packageId, input, serverId: serverId ?? '', parentId: parentId ?? undefined },
    { ...PREVIEW, enabled: enabled && installationId === null },
  );
  const ofInstallation = trpc.installations.followPreview.useQuery(
    { installationId: installationId ?? '', kind, input },
    { ...PREVIEW, enabled: enabled && installationId !== null },
  );
  const query = installationId === null ? ofPackage : ofInstallation;
  const latest = query.data?.at(-1);
  const [preview, setPreview] = useState(latest);
  // The previous plan stays on screen until the first result of the new one arrives.
  if (latest !== undefined && latest !== preview) setPreview(latest);
  const failed = upToDate && (!valid || query.error !== null);
  return {
    preview: ready && !failed ? preview : undefined,
    arriving: ready && upToDate && query.isFetching && latest !== undefined,
    current: ready && upToDate && valid && !query.isFetching && query.isSuccess,
    checking: ready && (!upToDate || query.isFetching),
    problem: failed && ready ? (valid ? toProblem(query.error) : invalidInput(fields)) : null,
    checkAgain: () => void query.refetch(),
  };
}

const invalidInput = (fields: Record<string, string>): Problem => ({
  ...{ code: 'BAD_REQUEST', message: '', operationId: null, retryAfterMs: null },
  fields,
});

/** The value once it has not changed for a moment. */
export function useDebounced(value: string): string {
  const [debounced, setDebounced] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => {
      setDebounced(value);
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [value]);
  return debounced;
}
