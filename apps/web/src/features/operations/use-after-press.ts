'use client';

import { toast } from 'sonner';

import { problemOf } from '../../api/problem';
import { trpc } from '../../api/trpc';

/** What follows every press on an operation: a refusal is told in its own words, and the operation is read again. */
export function useAfterPress(operationId: string) {
  const utils = trpc.useUtils();
  return {
    onError: (error: unknown) => {
      toast.error(problemOf(error).message);
    },
    onSettled: () => utils.operations.get.invalidate({ operationId }),
  };
}
