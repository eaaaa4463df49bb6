'use client';

import { toast } from 'sonner';

import { toProblem } from '../../../api/problem';
import { trpc } from '../../../api/trpc';

/** What follows every press on an operation: a rejection is shown in its own words, and the operation is read again. */
export function useOperationMutationOptions(operationId: string) {
  const utils = trpc.useUtils();
  return {
    onError: (error: unknown) => {
      toast.error(toProblem(error).message);
    },
    onSettled: () => utils.operations.get.invalidate({ operationId }),
  };
}
