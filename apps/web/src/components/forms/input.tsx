import { ChevronsUpDown } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';

import { cn } from '../cn';

const shell =
  'flex w-full items-center gap-2 rounded-md border border-control bg-surface px-2.5 has-[:focus-visible]:border-accent has-[:focus-visible]:shadow-[0_0_0_3px_var(--color-accent-soft)] has-[[aria-invalid]]:border-bad has-[:is(input,select,textarea):disabled]:border-line-strong has-[:is(input,select,textarea):disabled]:bg-sunken has-[:is(input,select,textarea):disabled]:text-ink-3 max-sm:min-h-(--size-touch)';
const sizes = { md: 'min-h-(--size-control)', sm: 'min-h-7 px-2 text-xs' };
const bare =
  'w-full min-w-0 appearance-none border-0 bg-transparent p-0 outline-none max-sm:h-[42px] max-sm:text-lg [&::-webkit-search-cancel-button]:hidden';
const heights = { md: 'h-[30px]', sm: 'h-[26px]' };

export interface InputProps extends Omit<ComponentProps<'input'>, 'size'> {
  /** Before the text: an icon. */
  lead?: ReactNode;
  /** After the text: a unit, a button. */
  trail?: ReactNode;
  size?: 'md' | 'sm';
  shellClassName?: string;
}

/** A one-line field; what stands before and after the text is inside its edge. */
export function Input({ lead, trail, size = 'md', shellClassName, className, ...props }: InputProps) {
  return (
    <span className={cn(shell, sizes[size], shellClassName)}>
      {lead}
      <input className={cn(bare, heights[size], className)} {...props} />
      {trail}
    </span>
  );
}

export interface SelectProps extends Omit<ComponentProps<'select'>, 'size'> {
  lead?: ReactNode;
  size?: 'md' | 'sm';
  shellClassName?: string;
}

/** The browser's own list, dressed: it works with every keyboard, phone and screen reader. */
export function Select({ lead, size = 'md', shellClassName, className, ...props }: SelectProps) {
  return (
    <span className={cn(shell, sizes[size], 'relative', shellClassName)}>
      {lead}
      <select className={cn(bare, heights[size], 'cursor-pointer pr-6', className)} {...props} />
      <ChevronsUpDown aria-hidden className="pointer-events-none absolute right-2.5 text-ink-3" />
    </span>
  );
}

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return (
    <span className={cn(shell, 'px-0')}>
      <textarea
        rows={3}
        className={cn(
          'min-h-15 w-full resize-y border-0 bg-transparent px-2.5 py-[7px] outline-none max-sm:text-lg',
          className,
        )}
        {...props}
      />
    </span>
  );
}
