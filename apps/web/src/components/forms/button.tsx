import type { VariantProps } from 'class-variance-authority';
import { cva } from 'class-variance-authority';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';

import { cn } from '../cn';

const button = cva(
  'inline-flex cursor-pointer items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors duration-(--duration-fast) max-sm:min-h-(--size-touch) aria-disabled:cursor-not-allowed aria-disabled:opacity-50 disabled:cursor-not-allowed disabled:opacity-50 [&>.lucide]:-ml-0.5',
  {
    variants: {
      variant: {
        plain:
          'border-line-strong bg-surface text-ink shadow-control not-disabled:hover:bg-hover [&>.lucide]:text-ink-3',
        primary:
          'border-accent bg-accent text-on-accent shadow-control not-disabled:hover:border-accent-hover not-disabled:hover:bg-accent-hover [&>kbd]:-mr-1 [&>kbd]:border-on-accent/45 [&>kbd]:bg-transparent [&>kbd]:text-on-accent',
        danger: 'border-line-strong bg-surface text-bad-ink shadow-control not-disabled:hover:bg-hover',
        destructive: 'border-bad bg-bad text-on-status shadow-control not-disabled:hover:opacity-90',
        ghost: 'border-transparent text-ink-2 not-disabled:hover:bg-hover [&>.lucide]:text-ink-3',
      },
      size: {
        md: 'h-(--size-control) px-3',
        sm: 'h-7 px-2.5 text-xs max-sm:px-3.5 max-sm:text-sm',
      },
    },
    defaultVariants: { variant: 'plain', size: 'md' },
  },
);

export type ButtonProps = ComponentProps<'button'> & VariantProps<typeof button> & { asChild?: boolean };

/** A button; with `asChild` it dresses the link inside. At most one `primary` a view. */
export function Button({ variant, size, asChild, className, type = 'button', ...props }: ButtonProps) {
  const Element = asChild ? Slot.Root : 'button';
  return (
    <Element {...(asChild ? {} : { type })} className={cn(button({ variant, size }), className)} {...props} />
  );
}
