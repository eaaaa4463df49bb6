import type { InstallationDetail } from '@milepost/api/installation-views';
import type { StackRunView } from '@milepost/api/stack-views';
import type { Overview } from '@milepost/api/overview-views';
import type {
  InstallationView,
  OperationDetail,
  OperationSummary,
  Page,
  ServerDetail,
  ServerSummary,
} from '@milepost/api/views';

/** Pure: what is cached, with newer summaries of operations put in place. The same object comes back when nothing changed. */

export function patchOperations(
  items: OperationSummary[],
  summaries: Map<string, OperationSummary>,
): OperationSummary[] {
  return items.some(({ id }) => summaries.has(id))
    ? items.map((item) => summaries.get(item.id) ?? item)
    : items;
}

export function patchPage(
  page: Page<OperationSummary> | undefined,
  summaries: Map<string, OperationSummary>,
): Page<OperationSummary> | undefined {
  if (page === undefined) return undefined;
  const items = patchOperations(page.items, summaries);
  return items === page.items ? page : { ...page, items };
}

export function patchOverview(
  overview: Overview | undefined,
  summaries: Map<string, OperationSummary>,
): Overview | undefined {
  if (overview === undefined) return undefined;
  const active = patchOperations(overview.active, summaries);
  const recent = patchOperations(overview.recent, summaries);
  return active === overview.active && recent === overview.recent
    ? overview
    : { ...overview, active, recent };
}

/** A detail with a newer summary over it; `newer` is a whole newer detail where the operation is watched. */
export function patchDetail(
  known: OperationDetail | undefined,
  update: { summary: OperationSummary; detail: OperationDetail | null },
): OperationDetail | undefined {
  if (update.detail !== null) {
    // Answers may overtake each other: what has seen more events is newer.
    return known !== undefined && known.lastEvent > update.detail.lastEvent ? known : update.detail;
  }
  return known === undefined ? undefined : { ...known, ...update.summary };
}

function patchQueue<T extends ServerSummary>(server: T, summaries: Map<string, OperationSummary>): T {
  const holder = server.queue.holder === null ? undefined : summaries.get(server.queue.holder.id);
  return holder === undefined ? server : { ...server, queue: { ...server.queue, holder } };
}

export function patchServers(
  page: Page<ServerSummary> | undefined,
  summaries: Map<string, OperationSummary>,
): Page<ServerSummary> | undefined {
  return page && { ...page, items: page.items.map((server) => patchQueue(server, summaries)) };
}

export function patchInstallation(
  installation: InstallationDetail | undefined,
  summaries: Map<string, OperationSummary>,
): InstallationDetail | undefined {
  if (installation === undefined) return undefined;
  const shown = [installation, ...installation.children.flatMap(({ items }) => items)];
  if (!shown.some(({ operation }) => operation !== null && summaries.has(operation.id))) return installation;
  return {
    ...patchLast(installation, summaries),
    children: installation.children.map((group) => ({
      ...group,
      items: group.items.map((child) => patchLast(child, summaries)),
    })),
  };
}

/** With the newer summary of its open or last operation. */
function patchLast<T extends Pick<InstallationView, 'operation'>>(
  installation: T,
  summaries: Map<string, OperationSummary>,
): T {
  const operation = installation.operation && summaries.get(installation.operation.id);
  return operation ? { ...installation, operation } : installation;
}

export function patchStackRun(
  run: StackRunView | undefined,
  summaries: Map<string, OperationSummary>,
): StackRunView | undefined {
  if (!run?.steps.some(({ operation }) => operation !== null && summaries.has(operation.id))) return run;
  const steps = run.steps.map((step) => ({
    ...step,
    operation: (step.operation && summaries.get(step.operation.id)) ?? step.operation,
  }));
  return { ...run, steps };
}

export function patchServer(
  server: ServerDetail | undefined,
  summaries: Map<string, OperationSummary>,
): ServerDetail | undefined {
  if (server === undefined) return undefined;
  const patched = patchQueue(server, summaries);
  return {
    ...patched,
    waitingOperations: patchOperations(patched.waitingOperations, summaries),
    packages: patched.packages.map((installation) => patchLast(installation, summaries)),
  };
}
