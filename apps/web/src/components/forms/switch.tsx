'use client';

import { Switch as Radix } from 'radix-ui';
import type { ComponentProps } from 'react';

/** On or off, at once. */
export function Switch(props: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      {...props}
      className="relative h-[18px] w-[30px] flex-none rounded-full bg-control data-[state=checked]:bg-accent"
    >
      <Radix.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-surface transition-transform duration-(--duration-fast) data-[state=checked]:translate-x-3.5 data-[state=checked]:bg-on-accent" />
    </Radix.Root>
  );
}
