'use client';

import type { OperationSummary } from '@milepost/api/views';
import type { ReactNode } from 'react';

import { trpc } from '../../api/trpc';
import { Button } from '../../components/button';
import { useAfterPress } from './use-after-press';

/** Takes up what was interrupted, in a new run. */
export function GoOn({ operation, children }: { operation: OperationSummary; children: ReactNode }) {
  const goOn = trpc.operations.goOn.useMutation(useAfterPress(operation.id));
  return (
    <Button
      size="sm"
      disabled={goOn.isPending}
      onClick={() => {
        goOn.mutate({ operationId: operation.id });
      }}
    >
      {children}
    </Button>
  );
}
