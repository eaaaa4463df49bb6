import type { ReactNode } from 'react';

import type { Crumb } from './shell/header';
import { Header } from './shell/header';
import { EngineBanner } from './shell/engine-state';
import { LiveBanner } from './shell/live-banner';

export interface ConsolePageProps {
  /** Names the page in the header and in the browser's tab. */
  title: string;
  /** Said first in the browser's tab: "51 %". */
  titlePrefix?: string;
  /** The pages above it. With none the title is the page's heading; else the page brings its own `h1`. */
  above?: Crumb[];
  children: ReactNode;
}

/** A page of the console: its header, then what it shows. */
export function ConsolePage({ title, titlePrefix, above = [], children }: ConsolePageProps) {
  return (
    <>
      <title>{`${titlePrefix === undefined ? '' : `${titlePrefix} `}${title} · Milepost`}</title>
      <Header title={title} above={above} />
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto max-w-[1360px] px-6 pt-5 pb-14 outline-none max-sm:px-4 max-sm:pt-4 max-sm:pb-10"
      >
        <LiveBanner />
        <EngineBanner />
        {children}
      </main>
    </>
  );
}
