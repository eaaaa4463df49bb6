import type { QueryClient } from '@tanstack/react-query';

import { signInAgain } from '../../api/query-client';
import { LiveCache } from '../cache/cache';
import { OperationStores } from '../store/operation-stores';
import { TabCoordinator } from './tab-coordinator';
import { PAGE } from '../store/operation-store';
import type { Client } from '../stream/source';

/** Longer than a glance at another tab; after it the stream no longer brings what nobody sees. */
const HIDDEN_MS = 10_000;

/** The live data of one tab, and what it does while the tab is hidden. */
export class LiveClient {
  readonly stores: OperationStores;
  readonly coordinator: TabCoordinator;
  private readonly cache: LiveCache;
  private visible = true;
  private hideTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: Client, queries: QueryClient) {
    this.stores = new OperationStores({
      events: (operationId, after) => client.operations.events.query({ operationId, after }),
      output: (operationId, after) => client.operations.output.query({ operationId, after, limit: PAGE }),
      plan: (operationId) => client.operations.plan.query({ operationId }),
    });
    this.cache = new LiveCache(queries);
    this.coordinator = new TabCoordinator(client, () => (this.visible ? this.stores.cursors() : {}), {
      onUpdate: (update) => {
        this.cache.apply(update);
        this.stores.apply(update);
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
      this.coordinator.end();
    };
    // A page from the back-forward cache has missed everything.
    const onPageShow = ({ persisted }: PageTransitionEvent): void => {
      if (persisted) window.location.reload();
    };
    document.addEventListener('visibilitychange', onVisibility);
    window.addEventListener('pagehide', onPageHide);
    window.addEventListener('pageshow', onPageShow);
    const onOnline = (): void => {
      this.coordinator.retryNow();
    };
    window.addEventListener('online', onOnline);
    this.coordinator.start();
    return () => {
      clearTimeout(this.hideTimer);
      window.removeEventListener('online', onOnline);
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('pagehide', onPageHide);
      window.removeEventListener('pageshow', onPageShow);
      this.coordinator.end();
    };
  }

  private hide(): void {
    this.coordinator.hidden();
    this.hideTimer = setTimeout(() => {
      this.visible = false;
      this.coordinator.announce();
    }, HIDDEN_MS);
  }

  private show(): void {
    clearTimeout(this.hideTimer);
    this.coordinator.shown();
    if (this.visible) return;
    this.visible = true;
    void this.catchUp().then(() => {
      this.coordinator.announce();
    });
  }

  /** Reads what may have been missed. */
  private async catchUp(): Promise<void> {
    this.cache.invalidateAll();
    await Promise.all(this.stores.shown().map((store) => store.catchUp()));
  }
}
