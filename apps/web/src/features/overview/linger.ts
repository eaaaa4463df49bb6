import type { OperationSummary } from '@milepost/api/views';

import { hasEnded } from '../operations/status';

/** How long a finished operation stays, and how long it then takes to fade, in milliseconds. */
export const STAYS_MS = 5_000;
export const FADES_MS = 600;

export interface Shown {
  operation: OperationSummary;
  /** When this page saw it end; null while it is active. */
  endedAt: number | null;
}

/**
 * What is shown of the active operations: all of them, and those that this page has seen end within the last
 * seconds, each at its place. `latest` finds the newest word on an operation that is no longer active.
 */
export function linger(
  before: Shown[],
  active: OperationSummary[],
  { now, latest }: { now: number; latest: (id: string) => OperationSummary | undefined },
): Shown[] {
  const current = new Map(active.map((operation) => [operation.id, operation]));
  const kept = before.flatMap((shown): Shown[] => {
    const operation = current.get(shown.operation.id) ?? latest(shown.operation.id) ?? shown.operation;
    if (!hasEnded(operation.status)) return current.has(operation.id) ? [{ operation, endedAt: null }] : [];
    const endedAt = shown.endedAt ?? now;
    return now - endedAt < STAYS_MS + FADES_MS ? [{ operation, endedAt }] : [];
  });
  const known = new Set(before.map(({ operation }) => operation.id));
  const added = active
    .filter(({ id, status }) => !known.has(id) && !hasEnded(status))
    .map((operation): Shown => ({ operation, endedAt: null }));
  return [...added, ...kept];
}
