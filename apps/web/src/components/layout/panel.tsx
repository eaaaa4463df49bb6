import type { ComponentProps, ReactNode } from 'react';

import { cn } from '../cn';

/** A surface with one hairline and no shadow. */
export function Panel({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('overflow-clip rounded-lg border bg-surface', className)} {...props} />;
}

export interface PanelSectionProps extends Omit<ComponentProps<'section'>, 'title'> {
  id: string;
  title: ReactNode;
  /** Said in gray after the title: a count, "2 of 6 done". */
  note?: ReactNode;
  /** At the right end of the heading. */
  aside?: ReactNode;
}

/** A panel that is a section of its page, with a heading inside it. */
export function PanelSection({ id, title, note, aside, className, children, ...props }: PanelSectionProps) {
  return (
    <section
      aria-labelledby={id}
      className={cn('overflow-clip rounded-lg border bg-surface', className)}
      {...props}
    >
      <div className="flex min-h-10 items-center gap-2 border-b py-1.5 pr-2 pl-4">
        <h2 id={id}>
          {title}
          {note !== undefined && <span className="ml-1 font-normal text-ink-3">{note}</span>}
        </h2>
        {aside !== undefined && <div className="ml-auto flex items-center gap-2 pr-2">{aside}</div>}
      </div>
      {children}
    </section>
  );
}
