import type { ComponentProps, ReactNode } from 'react';

import { cn } from '../cn';

/**
 * A table that becomes rows of two or three lines on a phone. The roles are said again there, because
 * `display: grid` takes them from a table's parts.
 */
export function Table({ className, ...props }: ComponentProps<'table'>) {
  return (
    <table
      role="table"
      className={cn('w-full table-fixed border-collapse max-sm:block max-sm:[&>tbody]:block', className)}
      {...props}
    />
  );
}

export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead role="rowgroup" className="max-sm:sr-only">
      <tr role="row">{children}</tr>
    </thead>
  );
}

export interface HeaderCellProps extends ComponentProps<'th'> {
  /** Numbers stand at the right. */
  numeric?: boolean;
  /** Gone where the rail is narrow. */
  wide?: boolean;
}

export function HeaderCell({ numeric, wide, className, ...props }: HeaderCellProps) {
  return (
    <th
      role="columnheader"
      scope="col"
      className={cn(
        'h-8 border-b px-2 text-left text-xs font-medium whitespace-nowrap text-ink-3 first:pl-4 last:pr-4',
        numeric === true && 'text-right',
        wide === true && 'max-lg:hidden',
        className,
      )}
      {...props}
    />
  );
}

export function Row({ className, ...props }: ComponentProps<'tr'>) {
  return (
    <tr
      role="row"
      className={cn(
        'group/row relative border-b last:border-b-0 hover:bg-hover has-[a:focus-visible]:shadow-[inset_2px_0_0_var(--color-accent)]',
        'max-sm:grid max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:gap-x-3 max-sm:gap-y-0.5 max-sm:px-4 max-sm:py-2.5',
        className,
      )}
      {...props}
    />
  );
}

export interface CellProps extends ComponentProps<'td'> {
  numeric?: boolean;
  wide?: boolean;
  /** Where it stands on a phone; hidden there if not said. */
  phone?: 'name' | 'status' | 'left' | 'right' | 'line';
}

const onPhone = {
  name: 'max-sm:order-first',
  status: '-order-1 max-sm:col-start-2 max-sm:row-start-1 max-sm:text-right',
  left: 'max-sm:col-start-1',
  right: 'max-sm:col-start-2 max-sm:text-right',
  line: 'max-sm:col-span-2',
};

export function Cell({ numeric, wide, phone, className, ...props }: CellProps) {
  return (
    <td
      role="cell"
      className={cn(
        'h-(--size-row) truncate px-2 first:pl-4 last:pr-4 max-sm:h-auto max-sm:p-0 max-sm:leading-[1.375rem] max-sm:first:pl-0 max-sm:last:pr-0',
        numeric === true && 'text-right',
        wide === true && 'max-lg:hidden',
        phone === undefined ? 'max-sm:hidden' : onPhone[phone],
        phone !== undefined && wide === true && 'max-sm:block',
        className,
      )}
      {...props}
    />
  );
}

/** Makes a link take the whole row; other links in the row need `relative`. */
export const rowLink = 'font-medium after:absolute after:inset-0 after:content-[""]';
