import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

import { cn } from '../cn';

export interface FoldProps {
  /** The line that folds and unfolds the rest. */
  summary: ReactNode;
  /** Unfolded at first. */
  open?: boolean;
  className?: string;
  children: ReactNode;
}

/** Details under a line of their own, folded at first. */
export function Fold({ summary, open = false, className, children }: FoldProps) {
  return (
    <details className={cn('group/fold', className)} open={open || undefined}>
      <summary className="flex w-fit list-none items-center gap-1 text-ink-2 hover:text-ink max-sm:min-h-11 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-3.5 text-ink-3 transition-transform duration-(--duration-fast) group-open/fold:rotate-90"
        />
        <span className="min-w-0 wrap-anywhere">{summary}</span>
      </summary>
      <div className="mt-1 ml-[18px] max-sm:ml-0">{children}</div>
    </details>
  );
}
