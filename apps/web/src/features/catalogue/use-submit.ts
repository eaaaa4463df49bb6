'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';

import { newId } from '../../api/ids';
import type { Problem } from '../../api/problem';
import { problemOf } from '../../api/problem';
import { trpc } from '../../api/trpc';
import type { Wish } from './use-plan';

/** What waits for a decision on the same installation, and is given up for this wish. */
export interface GivesUp {
  operationId: string;
  point: number;
}

/** Sends a wish. The operation's id is made here, once a form: a second press is the same operation. */
export function useSubmit(onRefused: (problem: Problem) => void, givesUp: GivesUp | null = null) {
  const [operationId] = useState(newId);
  const router = useRouter();
  const utils = trpc.useUtils();
  const page = `/operations/${operationId}`;
  useEffect(() => {
    router.prefetch(page);
  }, [router, page]);
  const handlers = {
    onSuccess: ({ warning }: { warning: string | null }) => {
      if (warning !== null) toast(warning);
      void utils.overview.get.invalidate();
      // From a form that was scrolled: else what happens at the top of the next page stays out of sight.
      window.scrollTo(0, 0);
      router.push(page);
    },
    onError: (error: unknown) => {
      const problem = problemOf(error);
      // The plan is no longer what was seen: make it anew.
      if (problem.code === 'CONFLICT' || problem.code === 'PRECONDITION_FAILED')
        void utils.packages.preview.invalidate();
      onRefused(problem);
    },
  };
  const install = trpc.packages.install.useMutation(handlers);
  const uninstall = trpc.packages.uninstall.useMutation(handlers);
  return {
    /** Also once it was accepted: the operation's page is on its way. */
    busy: [install, uninstall].some(({ isPending, isSuccess }) => isPending || isSuccess),
    submit: ({ kind, serverId, packageId, input }: Wish, planHash: string) => {
      if (serverId === null) return;
      const wish = { operationId, serverId, packageId, input, planHash };
      if (kind === 'install') install.mutate(wish);
      else uninstall.mutate({ ...wish, givesUp });
    },
  };
}
