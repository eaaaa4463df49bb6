'use client';

import type { ComponentProps } from 'react';

import { cn } from '../cn';
import { Tooltip } from '../overlays/tooltip';

export interface IconButtonProps extends ComponentProps<'button'> {
  label: string;
  /** The key that does the same. */
  keys?: string;
  size?: 'md' | 'sm';
}

/** A button that is only an icon: its label is read aloud and shown on hover. */
export function IconButton({ label, keys, size = 'md', className, ...props }: IconButtonProps) {
  return (
    <Tooltip label={label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        aria-keyshortcuts={keys}
        className={cn(
          'relative grid flex-none place-items-center rounded-md text-ink-2 hover:bg-hover hover:text-ink disabled:cursor-not-allowed disabled:opacity-40 aria-expanded:bg-accent-soft aria-expanded:text-accent-ink aria-pressed:bg-accent-soft aria-pressed:text-accent-ink',
          'aria-[expanded=false]:bg-transparent aria-[expanded=false]:text-ink-2 aria-[pressed=false]:bg-transparent aria-[pressed=false]:text-ink-2 aria-[pressed=false]:hover:bg-hover',
          size === 'md' ? 'size-[30px]' : 'size-[26px]',
          'max-sm:h-11 max-sm:w-10',
          className,
        )}
        {...props}
      />
    </Tooltip>
  );
}
