import type {
  OperationDetail,
  OperationSummary,
  Overview,
  Page,
  ServerDetail,
  ServerSummary,
} from '@milepost/api/views';

/** Pure: what is cached, with newer summaries of operations put in place. The same object comes back when nothing changed. */

export function patchOperations(
  items: OperationSummary[],
  news: Map<string, OperationSummary>,
): OperationSummary[] {
  return items.some(({ id }) => news.has(id)) ? items.map((item) => news.get(item.id) ?? item) : items;
}

export function patchPage(
  page: Page<OperationSummary> | undefined,
  news: Map<string, OperationSummary>,
): Page<OperationSummary> | undefined {
  if (page === undefined) return undefined;
  const items = patchOperations(page.items, news);
  return items === page.items ? page : { ...page, items };
}

export function patchOverview(
  overview: Overview | undefined,
  news: Map<string, OperationSummary>,
): Overview | undefined {
  if (overview === undefined) return undefined;
  const active = patchOperations(overview.active, news);
  const recent = patchOperations(overview.recent, news);
  return active === overview.active && recent === overview.recent
    ? overview
    : { ...overview, active, recent };
}

/** A detail with a newer summary over it; `newer` is a whole newer detail where the operation is watched. */
export function patchDetail(
  known: OperationDetail | undefined,
  news: { summary: OperationSummary; detail: OperationDetail | null },
): OperationDetail | undefined {
  if (news.detail !== null) {
    // Answers may overtake each other: what has seen more events is newer.
    return known !== undefined && known.lastEvent > news.detail.lastEvent ? known : news.detail;
  }
  return known === undefined ? undefined : { ...known, ...news.summary };
}

function patchLane<T extends ServerSummary>(server: T, news: Map<string, OperationSummary>): T {
  const holder = server.lane.holder === null ? undefined : news.get(server.lane.holder.id);
  return holder === undefined ? server : { ...server, lane: { ...server.lane, holder } };
}

export function patchServers(
  page: Page<ServerSummary> | undefined,
  news: Map<string, OperationSummary>,
): Page<ServerSummary> | undefined {
  return page && { ...page, items: page.items.map((server) => patchLane(server, news)) };
}

export function patchServer(
  server: ServerDetail | undefined,
  news: Map<string, OperationSummary>,
): ServerDetail | undefined {
  if (server === undefined) return undefined;
  const patched = patchLane(server, news);
  return {
    ...patched,
    queue: patchOperations(patched.queue, news),
    packages: patched.packages.map((installation) => ({
      ...installation,
      operation: (installation.operation && news.get(installation.operation.id)) ?? installation.operation,
    })),
  };
}
