import type { QueryClient } from '@tanstack/react-query';

import { signInAgain } from '../api/query-client';
import { LiveCache } from './cache';
import { OperationFeeds } from './feeds';
import { LiveHub } from './hub';
import { PAGE } from './operation-feed';
import type { Client } from './source';

/** Longer than a glance at another tab; after it the stream no longer brings what nobody sees. */
const UNSEEN_MS = 10_000;

/** One tab of the console: what it holds, and how it behaves while nobody looks. */
export class LiveTab {
  readonly feeds: OperationFeeds;
  readonly hub: LiveHub;
  private readonly cache: LiveCache;
  private seen = true;
  private unseen: ReturnType<typeof setTimeout> | undefined;

  constructor(client: Client, queries: QueryClient) {
    this.feeds = new OperationFeeds({
      events: (operationId, after) => client.operations.events.query({ operationId, after }),
      output: (operationId, after) => client.operations.output.query({ operationId, after, limit: PAGE }),
    });
    this.cache = new LiveCache(queries);
    this.hub = new LiveHub(client, () => (this.seen ? this.feeds.watch() : {}), {
      onUpdate: (update) => {
        this.cache.apply(update);
        this.feeds.take(update);
      },
      onResync: () => {
        if (!document.hidden) void this.catchUp();
      },
      onError: signInAgain,
    });
  }

  /** Answers with what stops it. */
  start(): () => void {
    const onVisibility = (): void => {
      if (document.hidden) this.hide();
      else this.show();
    };
    const onPageHide = (): void => {
      this.hub.end();
    };
    // A page from the back-forward cache has missed everything.
    const onPageShow = ({ persisted }: PageTransitionEvent): void => {
      if (persisted) window.location.reload();
    };
    document.addEventListener('visibilitychange', onVisibility);
    window.addEventListener('pagehide', onPageHide);
    window.addEventListener('pageshow', onPageShow);
    const onOnline = (): void => {
      this.hub.retryNow();
    };
    window.addEventListener('online', onOnline);
    this.hub.start();
    return () => {
      clearTimeout(this.unseen);
      window.removeEventListener('online', onOnline);
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('pagehide', onPageHide);
      window.removeEventListener('pageshow', onPageShow);
      this.hub.end();
    };
  }

  private hide(): void {
    this.hub.hidden();
    this.unseen = setTimeout(() => {
      this.seen = false;
      this.hub.announce();
    }, UNSEEN_MS);
  }

  private show(): void {
    clearTimeout(this.unseen);
    this.hub.shown();
    if (this.seen) return;
    this.seen = true;
    void this.catchUp().then(() => {
      this.hub.announce();
    });
  }

  /** Reads what may have been missed. */
  private async catchUp(): Promise<void> {
    this.cache.resync();
    await Promise.all(this.feeds.shown().map((feed) => feed.catchUp()));
  }
}
