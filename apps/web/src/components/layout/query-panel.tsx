'use client';

import type { ReactNode } from 'react';

import { isRetryable, toProblem } from '../../api/problem';
import { ErrorState } from './error-state';
import { Panel } from './panel';

export interface QueryPanelProps {
  /** Why there is nothing to show; null where it could be read. */
  error: unknown;
  /** What failed: "The servers could not be loaded". */
  title: string;
  onRetry: () => void;
  /** Gray lines in the final geometry, while nothing has come yet. */
  skeleton: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A panel whose content is read from the API: loading, failed, or there. */
export function QueryPanel({ error, title, onRetry, skeleton, className, children }: QueryPanelProps) {
  const failed = error !== null;
  return (
    <Panel className={className}>
      {failed && (
        <ErrorState title={title} onRetry={onRetry}>
          {toProblem(error).message}
          {isRetryable(error) && ' Retrying every 8 s.'}
        </ErrorState>
      )}
      {!failed && skeleton}
      {!failed && children}
    </Panel>
  );
}
