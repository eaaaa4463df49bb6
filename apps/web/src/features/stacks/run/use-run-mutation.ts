'use client';

import type { StackRunView } from '@milepost/api/stack-views';

import { trpc } from '../../../api/trpc';

/** What a person decides about a run: its answer is what is shown next. */
export function useRunMutationOptions() {
  const utils = trpc.useUtils();
  return {
    onSuccess: (run: StackRunView) => {
      utils.stacks.getRun.setData({ runId: run.id }, run);
      void utils.stacks.runs.invalidate();
    },
    onError: () => void utils.stacks.getRun.invalidate(),
  };
}
