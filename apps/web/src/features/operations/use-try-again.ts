'use client';

import type { OperationDetail } from '@milepost/api/views';
import { toast } from 'sonner';

import { problemOf } from '../../api/problem';
import { trpc } from '../../api/trpc';

/** "Try again": the operation goes on from the milestone that failed. The second person to press it is told who was first. */
export function useTryAgain({ id, decisionPoint }: Pick<OperationDetail, 'id' | 'decisionPoint'>) {
  const utils = trpc.useUtils();
  const mutation = trpc.operations.tryAgain.useMutation({
    onError: (error) => toast.error(problemOf(error).message),
    onSettled: () => utils.operations.get.invalidate({ operationId: id }),
  });
  return {
    busy: mutation.isPending,
    run: () => {
      if (!mutation.isPending) mutation.mutate({ operationId: id, point: decisionPoint });
    },
  };
}
