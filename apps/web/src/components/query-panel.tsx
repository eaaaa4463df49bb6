'use client';

import type { ReactNode } from 'react';

import { ErrorState } from './error-state';
import { Panel } from './panel';

export interface QueryPanelProps {
  /** Why there is nothing to show; it is tried again by itself. */
  problem: string | null;
  /** What failed: "The servers could not be read". */
  title: string;
  onRetry: () => void;
  /** Grey lines in the final geometry, while nothing has come yet. */
  skeleton: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A panel whose content is read from the API: loading, failed, or there. */
export function QueryPanel({ problem, title, onRetry, skeleton, className, children }: QueryPanelProps) {
  return (
    <Panel className={className}>
      {problem !== null && (
        <ErrorState title={title} onRetry={onRetry}>
          {problem} Trying again every 8 s.
        </ErrorState>
      )}
      {problem === null && skeleton}
      {problem === null && children}
    </Panel>
  );
}
