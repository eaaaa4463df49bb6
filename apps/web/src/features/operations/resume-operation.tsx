'use client';

import type { OperationSummary } from '@milepost/api/views';
import type { ReactNode } from 'react';

import { trpc } from '../../api/trpc';
import type { ButtonProps } from '../../components/button';
import { Button } from '../../components/button';
import { useAfterPress } from './use-after-press';

export interface ResumeOperationProps extends Pick<ButtonProps, 'look' | 'size' | 'className'> {
  operation: OperationSummary;
  children: ReactNode;
}

/** Ends a pause, or takes the wish for one back. */
export function ResumeOperation({ operation, children, ...button }: ResumeOperationProps) {
  const resume = trpc.operations.resume.useMutation(useAfterPress(operation.id));
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
