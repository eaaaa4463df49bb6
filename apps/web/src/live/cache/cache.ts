import type { LiveUpdate } from '@milepost/api/views';
import { hasEnded } from '@milepost/contract/statuses';
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { getQueryKey } from '@trpc/react-query';

import { trpc } from '../../api/trpc';
import {
  patchDetail,
  patchInstallation,
  patchOverview,
  patchPage,
  patchServer,
  patchServers,
  patchStackRun,
} from './patch';

const INVALIDATE_MS = 800;

/** Puts live updates into the query cache, and has read again what they cannot say: new rows, tallies, changed servers. */
export class LiveCache {
  private readonly stale = new Map<string, QueryKey>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly statuses = new Map<string, string>();
  private readonly lastNotified = new Map<string, number>();

  constructor(private readonly queries: QueryClient) {}

  apply(update: LiveUpdate): void {
    const summaries = new Map(update.operations.map(({ summary }) => [summary.id, summary]));
    if (summaries.size > 0) {
      this.queries.setQueriesData(
        { queryKey: getQueryKey(trpc.operations.list) },
        patcher(patchPage, summaries),
      );
      this.queries.setQueriesData(
        { queryKey: getQueryKey(trpc.overview.get) },
        patcher(patchOverview, summaries),
      );
      this.queries.setQueriesData(
        { queryKey: getQueryKey(trpc.servers.list) },
        patcher(patchServers, summaries),
      );
      this.queries.setQueriesData(
        { queryKey: getQueryKey(trpc.servers.get) },
        patcher(patchServer, summaries),
      );
      this.queries.setQueriesData(
        { queryKey: getQueryKey(trpc.installations.get) },
        patcher(patchInstallation, summaries),
      );
      this.queries.setQueriesData(
        { queryKey: getQueryKey(trpc.stacks.getRun) },
        patcher(patchStackRun, summaries),
      );
    }
    for (const { summary, detail } of update.operations) {
      const key = getQueryKey(trpc.operations.get, { operationId: summary.id }, 'query');
      this.queries.setQueryData<Parameters<typeof patchDetail>[0]>(key, (known) =>
        patchDetail(known, { summary, detail }),
      );
      if ((this.lastNotified.get(summary.id) ?? 0) < summary.lastNotifiedEvent) {
        this.lastNotified.set(summary.id, summary.lastNotifiedEvent);
        this.invalidateSoon(getQueryKey(trpc.notifications.list));
      }
      if (this.statuses.get(summary.id) === summary.status) continue;
      this.statuses.set(summary.id, summary.status);
      this.invalidateSoon(getQueryKey(trpc.overview.get));
      this.invalidateSoon(getQueryKey(trpc.operations.list));
      this.invalidateSoon(getQueryKey(trpc.installations.get));
      if (hasEnded(summary.status)) {
        this.invalidateSoon(getQueryKey(trpc.catalog.list));
        this.invalidateSoon(getQueryKey(trpc.catalog.parents));
      }
      this.invalidateSoon(getQueryKey(trpc.stacks.getRun));
      this.invalidateSoon(getQueryKey(trpc.stacks.runs));
    }
    if (update.notifications) this.invalidateSoon(getQueryKey(trpc.notifications.list));
    if (update.workers) this.invalidateSoon(getQueryKey(trpc.overview.get));
    for (const serverId of update.servers) {
      this.invalidateSoon(getQueryKey(trpc.servers.get, { serverId }, 'query'));
      this.invalidateSoon(getQueryKey(trpc.servers.list));
      this.invalidateSoon(getQueryKey(trpc.catalog.parents));
      this.invalidateSoon(getQueryKey(trpc.stacks.getRun));
      this.invalidateSoon(getQueryKey(trpc.stacks.runs));
      this.invalidateSoon(getQueryKey(trpc.installations.get));
      this.invalidateSoon(getQueryKey(trpc.overview.get));
    }
  }

  /** News may have been missed: everything shown is read again. */
  invalidateAll(): void {
    void this.queries.invalidateQueries({ predicate: ({ queryKey }) => !isPreview(queryKey) });
  }

  /** Debounced: many invalidations become one. */
  private invalidateSoon(key: QueryKey): void {
    this.stale.set(JSON.stringify(key), key);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const keys = [...this.stale.values()];
      this.stale.clear();
      for (const queryKey of keys) void this.queries.invalidateQueries({ queryKey });
    }, INVALIDATE_MS);
  }
}

/** A plan is checked against a server: that is repeated because a form changed, not because time has passed. */
function isPreview(key: QueryKey): boolean {
  const [path] = key;
  return Array.isArray(path) && path[1] === 'followPreview';
}

function patcher<T, N>(patch: (known: T | undefined, newer: N) => T | undefined, newer: N) {
  return (known: T | undefined): T | undefined => patch(known, newer);
}
