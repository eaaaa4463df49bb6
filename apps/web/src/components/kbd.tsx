import type { ReactNode } from 'react';

import { cn } from './cn';

/** A key. Hidden from screen readers: the control says it with aria-keyshortcuts. */
export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      aria-hidden
      className={cn(
        'inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-xs border border-line-strong bg-sunken px-1 font-sans text-2xs leading-none font-medium whitespace-nowrap text-ink-3',
        className,
      )}
    >
      {children}
    </kbd>
  );
}
