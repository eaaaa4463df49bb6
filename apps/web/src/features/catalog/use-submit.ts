'use client';

import type { PlanPreview } from '@milepost/api/package-views';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';

import { newId } from '../../api/ids';
import type { Problem } from '../../api/problem';
import { toProblem } from '../../api/problem';
import { trpc } from '../../api/trpc';
import type { PackageRequest } from '../plan/use-plan';

/** What waits for a decision on the same installation, and is marked as failed for this request. */
export interface GivesUp {
  operationId: string;
  point: number;
}

/** Submits a request. The operation's ID is made here, once per form: a second press is the same operation. */
export function useSubmit(
  onRefused: (problem: Problem) => void,
  {
    closesOperation = null,
    adopts = false,
  }: { closesOperation?: GivesUp | null | undefined; adopts?: boolean } = {},
) {
  const [operationId] = useState(newId);
  const router = useRouter();
  const utils = trpc.useUtils();
  const page = `/operations/${operationId}`;
  useEffect(() => {
    router.prefetch(page);
  }, [router, page]);
  const handlers = {
    onSuccess: () => {
      void utils.overview.get.invalidate();
      // From a form that was scrolled: else what happens at the top of the next page stays out of sight.
      window.scrollTo(0, 0);
      router.push(page);
    },
    onError: (error: unknown) => {
      const problem = toProblem(error);
      // The plan is no longer the one that was shown: request it again.
      if (problem.code === 'CONFLICT' || problem.code === 'PRECONDITION_FAILED')
        void Promise.all([
          utils.packages.followPreview.invalidate(),
          utils.installations.followPreview.invalidate(),
        ]);
      onRefused(problem);
    },
  };
  const install = trpc.packages.install.useMutation(handlers);
  const onInstallation = trpc.installations.submit.useMutation(handlers);
  return {
    /** Also once it was accepted: the operation's page is on its way. */
    busy: [install, onInstallation].some(({ isPending, isSuccess }) => isPending || isSuccess),
    submit: (request: PackageRequest, preview: PlanPreview) => {
      const { kind, serverId, packageId, installationId, input } = request;
      if (serverId === null) return;
      const { hash: planHash, observations, outOfSight } = preview;
      // Whatever it names was confirmed: the button opens a dialog then.
      const confirmsOutOfSight = outOfSight.length > 0;
      const submission = { operationId, input, planHash, observations, confirmsOutOfSight };
      if (installationId === null)
        install.mutate({
          ...submission,
          serverId,
          packageId,
          parentId: request.parentId ?? undefined,
          adopts,
        });
      else onInstallation.mutate({ ...submission, installationId, kind, closesOperation });
    },
  };
}
