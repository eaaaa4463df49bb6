'use client';

import { useTheme } from 'next-themes';
import { useEffect, useRef } from 'react';
import { Toaster, useSonner } from 'sonner';

import { StatusIcon } from '../status/status-icon';

/** Short news that no page waits for. They stay while the pointer or the keyboard's focus is on one of them. */
export function Toasts() {
  const { resolvedTheme } = useTheme();
  const shell = useRef<HTMLDivElement>(null);
  const { toasts } = useSonner();
  // Sonner lets go of them whenever their number changes.
  useEffect(() => {
    if (shell.current?.contains(document.activeElement) === true) point(shell.current, 'mousemove');
  }, [toasts]);
  return (
    <div
      ref={shell}
      className="contents"
      onFocus={({ currentTarget }) => {
        point(currentTarget, 'mousemove');
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) point(currentTarget, 'mouseout');
      }}
    >
      <Toaster
        theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
        position="bottom-right"
        mobileOffset={{ bottom: 72 }}
        style={{ fontFamily: 'inherit' }} // sonner's own is the system's
        duration={6_000}
        containerAriaLabel="Messages"
        icons={{
          error: <StatusIcon name="failed" tone="bad" />,
          success: <StatusIcon name="ok" tone="ok" />,
        }}
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
    </div>
  );
}

/** Sonner stops its clocks for a pointer alone, and offers nothing else to stop them with. */
function point(shell: HTMLElement, event: 'mousemove' | 'mouseout'): void {
  const list = shell.querySelector('[data-sonner-toaster]');
  list?.dispatchEvent(new MouseEvent(event, { bubbles: true, relatedTarget: document.body }));
}
