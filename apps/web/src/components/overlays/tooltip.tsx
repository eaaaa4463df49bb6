'use client';

import { Tooltip as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

import { Kbd } from '../kbd';

export const TooltipProvider = Radix.Provider;

/** Says what an icon does, and its key, on hover and focus. */
export function Tooltip({ label, keys, children }: { label: string; keys?: string; children: ReactNode }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex items-center gap-2 rounded-md bg-surface px-2 py-1 text-xs text-ink shadow-pop"
        >
          {label}
          {keys !== undefined && <Kbd>{keys}</Kbd>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
