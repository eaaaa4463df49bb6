'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createContext, useContext, useEffect, useState } from 'react';

import { links } from '../api/links';
import { signInAgain } from '../api/query-client';
import { trpc } from '../api/trpc';
import { LiveCache } from './cache';
import { OperationFeeds } from './feeds';
import { LiveHub } from './hub';

export interface Live {
  feeds: OperationFeeds;
  /** Null on the server, and until the page is up. */
  hub: LiveHub | null;
}

const LiveContext = createContext<Live | null>(null);

/** Longer than a glance at another tab; after it the stream no longer brings what nobody sees. */
const UNSEEN_MS = 10_000;

/** Connects everything below to the browser's one live stream. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [client] = useState(() => trpc.createClient({ links: links() }));
  const [feeds] = useState(() => new OperationFeeds(client));
  const [hub, setHub] = useState<LiveHub | null>(null);

  useEffect(() => {
    const cache = new LiveCache(queries);
    let seen = true;
    let unseen: ReturnType<typeof setTimeout> | undefined;
    const opened = new LiveHub(client, {
      onUpdate: (update) => {
        cache.apply(update);
        feeds.take(update);
      },
      onResync: () => {
        if (!document.hidden) cache.resync();
        if (!document.hidden) for (const feed of feeds.shown()) void feed.catchUp();
      },
      onError: signInAgain,
    });
    opened.setWatchReader(() => (seen ? feeds.watch() : {}));
    setHub(opened);

    const onVisibility = (): void => {
      clearTimeout(unseen);
      if (document.hidden) {
        opened.hidden();
        unseen = setTimeout(() => {
          seen = false;
          opened.announce();
        }, UNSEEN_MS);
        return;
      }
      opened.shown();
      if (seen) return;
      seen = true;
      cache.resync();
      void Promise.all(feeds.shown().map((feed) => feed.catchUp())).then(() => {
        opened.announce();
      });
    };
    const onPageHide = (): void => {
      opened.end();
    };
    const onPageShow = (event: PageTransitionEvent): void => {
      if (event.persisted) window.location.reload();
    };
    document.addEventListener('visibilitychange', onVisibility);
    window.addEventListener('pagehide', onPageHide);
    window.addEventListener('pageshow', onPageShow);
    return () => {
      clearTimeout(unseen);
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('pagehide', onPageHide);
      window.removeEventListener('pageshow', onPageShow);
      opened.end();
    };
  }, [client, feeds, queries]);

  return <LiveContext value={{ feeds, hub }}>{children}</LiveContext>;
}

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error('useLive needs a LiveProvider above it.');
  return live;
}
