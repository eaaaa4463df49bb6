'use client';

import { Button } from '../forms/button';
import { StatusIcon } from '../status/status-icon';

export interface ErrorStateProps {
  /** What failed: "The servers could not be loaded". */
  title: string;
  /** Why, what still works, and when it tries again. */
  children: React.ReactNode;
  onRetry?: () => void;
}

/** A part of a page that could not be read; the rest stays usable. */
export function ErrorState({ title, children, onRetry }: ErrorStateProps) {
  return (
    <div role="alert" className="grid justify-items-center gap-1 px-6 py-11 text-center">
      <h2 className="flex items-center gap-2">
        <StatusIcon name="failed" tone="bad" />
        {title}
      </h2>
      <p className="max-w-[52ch] text-balance text-ink-2">{children}</p>
      {onRetry !== undefined && (
        <Button size="sm" className="mt-3" onClick={onRetry}>
          Try now
        </Button>
      )}
    </div>
  );
}
