import type { ReactNode } from 'react';

import { cn } from '../cn';

export interface Fact {
  name: string;
  value: ReactNode;
  hint?: ReactNode;
}

/** Six facts side by side; three on a narrow window, two on a phone. */
export function Facts({ label, items, className }: { label: string; items: Fact[]; className?: string }) {
  return (
    <dl
      aria-label={label}
      className={cn(
        'grid grid-cols-6 gap-px overflow-clip rounded-lg border bg-line max-lg:grid-cols-3 max-sm:grid-cols-2',
        className,
      )}
    >
      {items.map(({ name, value, hint }) => (
        <div key={name} className="min-w-0 bg-surface px-4 py-2.5">
          <dt className="text-xs text-ink-3">{name}</dt>
          <dd className="font-medium wrap-anywhere">
            {value}
            {hint !== undefined && <span className="block text-xs font-normal text-ink-3">{hint}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
