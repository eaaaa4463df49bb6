import type { LiveUpdate } from '@milepost/api/views';
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { getQueryKey } from '@trpc/react-query';

import { trpc } from '../api/trpc';
import { patchDetail, patchOverview, patchPage, patchServer, patchServers } from './patch';

const ENDED = new Set(['completed', 'failed', 'cancelled']);
const REREAD_MS = 800;

/** Puts live updates into the query cache, and has read again what they cannot say: new rows, tallies, changed servers. */
export class LiveCache {
  private readonly stale = new Map<string, QueryKey>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly statuses = new Map<string, string>();
  private readonly told = new Map<string, number>();

  constructor(private readonly queries: QueryClient) {}

  apply(update: LiveUpdate): void {
    const news = new Map(update.operations.map(({ summary }) => [summary.id, summary]));
    if (news.size > 0) {
      this.queries.setQueriesData({ queryKey: getQueryKey(trpc.operations.list) }, patcher(patchPage, news));
      this.queries.setQueriesData({ queryKey: getQueryKey(trpc.overview.get) }, patcher(patchOverview, news));
      this.queries.setQueriesData({ queryKey: getQueryKey(trpc.servers.list) }, patcher(patchServers, news));
      this.queries.setQueriesData({ queryKey: getQueryKey(trpc.servers.get) }, patcher(patchServer, news));
    }
    for (const { summary, detail } of update.operations) {
      const key = getQueryKey(trpc.operations.get, { operationId: summary.id }, 'query');
      this.queries.setQueryData<Parameters<typeof patchDetail>[0]>(key, (known) =>
        patchDetail(known, { summary, detail }),
      );
      if ((this.told.get(summary.id) ?? 0) < summary.toldEvent) {
        this.told.set(summary.id, summary.toldEvent);
        this.readAgain(getQueryKey(trpc.notifications.list));
      }
      if (this.statuses.get(summary.id) === summary.status) continue;
      this.statuses.set(summary.id, summary.status);
      this.readAgain(getQueryKey(trpc.overview.get));
      this.readAgain(getQueryKey(trpc.operations.list));
      if (ENDED.has(summary.status)) this.readAgain(getQueryKey(trpc.catalogue.list));
    }
    for (const serverId of update.servers) {
      this.readAgain(getQueryKey(trpc.servers.get, { serverId }, 'query'));
      this.readAgain(getQueryKey(trpc.servers.list));
      this.readAgain(getQueryKey(trpc.overview.get));
    }
  }

  /** News may have been missed: everything shown is read again. */
  resync(): void {
    void this.queries.invalidateQueries({ predicate: ({ queryKey }) => !isPreview(queryKey) });
  }

  /** Soon, and many wishes at once. */
  private readAgain(key: QueryKey): void {
    this.stale.set(JSON.stringify(key), key);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const keys = [...this.stale.values()];
      this.stale.clear();
      for (const queryKey of keys) void this.queries.invalidateQueries({ queryKey });
    }, REREAD_MS);
  }
}

/** A plan is checked against a server: that is repeated because a form changed, not because time has passed. */
function isPreview(key: QueryKey): boolean {
  const [path] = key;
  return Array.isArray(path) && path[0] === 'packages' && path[1] === 'preview';
}

function patcher<T, N>(patch: (known: T | undefined, news: N) => T | undefined, news: N) {
  return (known: T | undefined): T | undefined => patch(known, news);
}
