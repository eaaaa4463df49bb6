import { hasEnded } from '@milepost/contract/statuses';
import type { OperationSummary } from '@milepost/api/views';

/** How long a finished operation stays, and how long it then takes to fade, in milliseconds. */
export const VISIBLE_MS = 5_000;
export const FADE_MS = 600;

export interface VisibleOperation {
  operation: OperationSummary;
  /** When this page saw it end; null while it is active. */
  endedAt: number | null;
}

/**
 * What is shown of the active operations: all of them, and those that this page has seen end within the last
 * seconds, each at its place. `latest` finds the newest word on an operation that is no longer active.
 */
export function withRecentlyFinished(
  before: VisibleOperation[],
  active: OperationSummary[],
  { now, latest }: { now: number; latest: (id: string) => OperationSummary | undefined },
): VisibleOperation[] {
  const current = new Map(active.map((operation) => [operation.id, operation]));
  const remaining = before.flatMap((shown): VisibleOperation[] => {
    const operation = current.get(shown.operation.id) ?? latest(shown.operation.id) ?? shown.operation;
    if (!hasEnded(operation.status)) return current.has(operation.id) ? [{ operation, endedAt: null }] : [];
    const endedAt = shown.endedAt ?? now;
    return now - endedAt < VISIBLE_MS + FADE_MS ? [{ operation, endedAt }] : [];
  });
  const known = new Set(before.map(({ operation }) => operation.id));
  const added = active
    .filter(({ id, status }) => !known.has(id) && !hasEnded(status))
    .map((operation): VisibleOperation => ({ operation, endedAt: null }));
  return [...added, ...remaining];
}
