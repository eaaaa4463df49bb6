'use client';

import { ThemeProvider } from 'next-themes';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';

import { ApiProvider } from '../api/provider';
import { Toasts } from '../components/overlays/toasts';
import { TooltipProvider } from '../components/overlays/tooltip';
import { KeyboardProvider } from '../keys/provider';

/** What every page stands in. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  return (
    <ThemeProvider attribute="data-theme" defaultTheme="system" disableTransitionOnChange nonce={nonce}>
      <NuqsAdapter>
        <ApiProvider>
          <KeyboardProvider>
            <TooltipProvider delayDuration={400}>{children}</TooltipProvider>
          </KeyboardProvider>
          <Toasts />
        </ApiProvider>
      </NuqsAdapter>
    </ThemeProvider>
  );
}
