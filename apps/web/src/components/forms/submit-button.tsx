'use client';

import { Button } from './button';
import type { ButtonProps } from './button';
import { cn } from '../cn';
import { useHydrated } from './use-hydrated';

/**
 * The button that sends its form. Disabled until the page is alive: before that the browser would send the form itself, with a
 * password in the address.
 */
export function SubmitButton({ disabled, className, ...props }: Omit<ButtonProps, 'type' | 'asChild'>) {
  const hydrated = useHydrated();
  return (
    <Button
      type="submit"
      disabled={disabled === true || !hydrated}
      className={cn(!hydrated && 'disabled:cursor-default disabled:opacity-100', className)} // no flicker at each load
      {...props}
    />
  );
}
