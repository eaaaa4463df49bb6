import type { CSSProperties } from 'react';

import { cn } from '../cn';

const late = { animation: 'late 200ms steps(1, end)' } as CSSProperties;

/** A gray line where text will stand. It shows itself only after 200 ms, so that a quick answer does not flicker. */
export function Skeleton({ className, width }: { className?: string; width?: number | string }) {
  return (
    <span
      aria-hidden
      style={{ ...late, width }}
      className={cn('block h-2.5 max-w-full rounded-xs bg-line', className)}
    />
  );
}

/** Rows of a list in their final geometry. */
export function SkeletonRows({ rows, widths }: { rows: number; widths: number[] }) {
  return (
    <div role="status">
      <span className="sr-only">Loading</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-(--size-row) items-center gap-6 border-b px-4 last:border-b-0">
          {widths.map((width, column) => (
            <div key={column} className="min-w-0 flex-1">
              <Skeleton width={width - ((row * 37 + column * 23) % 40)} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
