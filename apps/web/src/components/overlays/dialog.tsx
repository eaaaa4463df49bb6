'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

import { cn } from '../cn';

export const overlay =
  'fixed inset-0 z-30 bg-scrim data-[state=open]:animate-[fade-in_var(--duration-base)_var(--ease-out)]';
export const floating =
  'fixed top-[12dvh] left-1/2 z-40 max-h-[80dvh] w-[calc(100vw-24px)] -translate-x-1/2 overflow-y-auto rounded-lg bg-surface shadow-pop outline-none data-[state=open]:animate-[pop-in_var(--duration-base)_var(--ease-out)]';

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A window over the page; Escape and a press beside it close it. */
export function Dialog({ open, onOpenChange, title, description, className, children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlay} />
        <Radix.Content
          className={cn(floating, 'max-w-[560px]', className)}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <div className="flex items-center gap-2 pt-3 pr-3 pl-5">
            <Radix.Title className="flex-1 text-lg tracking-tight">{title}</Radix.Title>
            <Radix.Close
              aria-label="Close"
              className="grid size-[30px] flex-none place-items-center rounded-md text-ink-2 hover:bg-hover hover:text-ink max-sm:size-11"
            >
              <X aria-hidden />
            </Radix.Close>
          </div>
          {description !== undefined && (
            <Radix.Description className="px-5 text-ink-2">{description}</Radix.Description>
          )}
          <div className="px-5 pt-3 pb-5">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
