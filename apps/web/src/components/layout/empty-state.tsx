import type { ReactNode } from 'react';

/** Says what would be here and offers the next step. */
export function EmptyState({
  title,
  children,
  actions,
}: {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="grid justify-items-center gap-1 px-6 pt-11 pb-12 text-center">
      <Road />
      <h2>{title}</h2>
      <p className="max-w-[44ch] text-balance text-ink-2">{children}</p>
      {actions !== undefined && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}

/** A post on a road that goes on: nothing here yet. */
function Road() {
  return (
    <svg viewBox="0 0 72 40" width={72} height={40} aria-hidden className="mb-2.5 text-line-strong">
      <path d="M4 37.5h64" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      <path
        d="M31 37V13.5L41 9v28"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
      <path d="M31 24v-6l10-4.5v6Z" fill="var(--color-accent)" />
      <path
        d="M12 37v-9l5-2.2V37M56 37v-9l5-2.2V37"
        fill="none"
        stroke="currentColor"
        strokeDasharray="2 2"
      />
    </svg>
  );
}
