'use client';

import type { AppRouter } from '@milepost/api/router';
import type { OperationDetail } from '@milepost/api/views';
import type { inferRouterInputs } from '@trpc/server';
import { useState } from 'react';

import { toProblem } from '../../../api/problem';
import { trpc } from '../../../api/trpc';

export type RequestedDecision = inferRouterInputs<AppRouter>['operations']['decide']['choice'];

export interface Decide {
  busy: boolean;
  /** Why the last answer was not taken: "ann@example.com decided before you: roll back." */
  refusal: string | null;
  dismiss: () => void;
  run: (choice: RequestedDecision) => void;
}

/** Answers the decision point that the page shows. If somebody else answered first, a message says who, until it is dismissed. */
export function useDecide({ id, decisionPoint }: Pick<OperationDetail, 'id' | 'decisionPoint'>): Decide {
  const [refusal, setRefusal] = useState<string | null>(null);
  const utils = trpc.useUtils();
  const mutation = trpc.operations.decide.useMutation({
    onMutate: () => {
      setRefusal(null);
    },
    onError: (error) => {
      setRefusal(toProblem(error).message);
    },
    onSettled: () => utils.operations.get.invalidate({ operationId: id }),
  });
  return {
    busy: mutation.isPending,
    refusal,
    dismiss: () => {
      setRefusal(null);
    },
    run: (choice) => {
      if (!mutation.isPending) mutation.mutate({ operationId: id, point: decisionPoint, choice });
    },
  };
}
