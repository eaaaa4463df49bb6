'use client';

import type { OperationSummary } from '@milepost/api/views';
import type { ReactNode } from 'react';

import { trpc } from '../../../api/trpc';
import { Button } from '../../../components/forms/button';
import { useOperationMutationOptions } from './use-operation-mutation-options';

/** Takes up what was interrupted, in a new run. */
export function ResumeInterrupted({
  operation,
  children,
}: {
  operation: OperationSummary;
  children: ReactNode;
}) {
  const resume = trpc.operations.resumeInterrupted.useMutation(useOperationMutationOptions(operation.id));
  return (
    <Button
      size="sm"
      disabled={resume.isPending}
      onClick={() => {
        resume.mutate({ operationId: operation.id });
      }}
    >
      {children}
    </Button>
  );
}
