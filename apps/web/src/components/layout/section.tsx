import type { ReactNode } from 'react';

export interface SectionProps {
  id: string;
  title: ReactNode;
  note?: ReactNode;
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A part of a page: a heading on the canvas, then its panel. */
export function Section({ id, title, note, aside, className, children }: SectionProps) {
  return (
    <section aria-labelledby={id} className={className}>
      <div className="mb-1.5 flex min-h-7 items-center gap-2">
        <h2 id={id}>{title}</h2>
        {note !== undefined && <span className="text-ink-3">{note}</span>}
        {aside !== undefined && <div className="ml-auto flex items-center gap-1">{aside}</div>}
      </div>
      {children}
    </section>
  );
}
