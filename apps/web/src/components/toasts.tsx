'use client';

import { useTheme } from 'next-themes';
import { Toaster } from 'sonner';

import { Sign } from './sign';

/** Short news that no page waits for. */
export function Toasts() {
  const { resolvedTheme } = useTheme();
  return (
    <Toaster
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-right"
      mobileOffset={{ bottom: 72 }}
      duration={6_000}
      containerAriaLabel="Messages"
      icons={{ error: <Sign name="failed" tone="bad" />, success: <Sign name="ok" tone="ok" /> }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-(--width) items-start gap-2.5 rounded-lg bg-surface px-3.5 py-2.5 text-sm text-ink shadow-pop',
          icon: 'mt-0.5',
          title: 'text-pretty',
          description: 'text-xs text-pretty text-ink-2',
          closeButton:
            'order-last ml-auto grid size-6 flex-none place-items-center rounded-md text-ink-2 hover:bg-hover',
        },
      }}
    />
  );
}
