'use client';

import type { OperationSummary } from '@milepost/api/views';
import type { ReactNode } from 'react';

import { trpc } from '../../../api/trpc';
import type { ButtonProps } from '../../../components/forms/button';
import { Button } from '../../../components/forms/button';
import { useOperationMutationOptions } from './use-operation-mutation-options';

export interface ResumeOperationProps extends Pick<ButtonProps, 'variant' | 'size' | 'className'> {
  operation: OperationSummary;
  children: ReactNode;
}

/** Ends a pause, or withdraws a requested one. */
export function ResumeOperation({ operation, children, ...button }: ResumeOperationProps) {
  const resume = trpc.operations.resume.useMutation(useOperationMutationOptions(operation.id));
  return (
    <Button
      {...button}
      disabled={resume.isPending}
      onClick={() => {
        resume.mutate({ operationId: operation.id });
      }}
    >
      {children}
    </Button>
  );
}
