import type { ReactNode } from 'react';

import { LiveProvider } from '../../../live/provider';
import { NotificationToasts } from '../../notifications/notification-toasts';
import { FocusOnArrival } from '../arrival';
import { CommandPalette } from '../palette/command-palette';
import { ConsoleKeys } from '../console-keys';
import { PaletteStateProvider } from '../palette/palette-state';
import { Rail } from './rail';
import { TabBar } from './tab-bar';

/** What surrounds every page once one is signed in. */
export function ConsoleShell({ children }: { children: ReactNode }) {
  return (
    <LiveProvider>
      <PaletteStateProvider>
        <a
          href="#main"
          className="fixed -top-16 left-3 z-50 bg-surface px-3 py-2 focus:top-2 focus:shadow-pop"
        >
          Skip to content
        </a>
        <div className="grid min-h-dvh grid-cols-[var(--size-rail)_minmax(0,1fr)] max-md:grid-cols-[3.25rem_minmax(0,1fr)] max-sm:block max-sm:pb-[60px]">
          <Rail />
          <div className="min-w-0">{children}</div>
        </div>
        <TabBar />
        <CommandPalette />
        <ConsoleKeys />
        <FocusOnArrival />
        <NotificationToasts />
      </PaletteStateProvider>
    </LiveProvider>
  );
}
