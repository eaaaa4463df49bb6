import type { Position } from '@milepost/api/views';

/** Which operations are watched, and up to where each is known: the vector a stream resumes by. */
export type SubscriptionCursors = Record<string, Position>;

/** The API's own limit for one stream. */
export const MAX_SUBSCRIPTIONS = 50;

/** The lower of two positions: a shared stream starts where the client that has seen less stopped. */
export function lowerPosition(a: Position, b: Position): Position {
  return { event: Math.min(a.event, b.event), output: Math.min(a.output, b.output) };
}

/** The cursors of several tabs as one. Over the limit, the last named stay. */
export function mergeCursors(cursorsOfTabs: Iterable<SubscriptionCursors>): SubscriptionCursors {
  const merged: SubscriptionCursors = {};
  for (const cursors of cursorsOfTabs) {
    for (const [id, position] of Object.entries(cursors)) {
      const known = merged[id];
      merged[id] = known === undefined ? position : lowerPosition(known, position);
    }
  }
  return Object.fromEntries(Object.entries(merged).slice(-MAX_SUBSCRIPTIONS));
}

/** The cursors after an update was delivered to every tab; positions never go back. */
export function advanceCursors(
  cursors: SubscriptionCursors,
  reached: Iterable<[string, Position | null]>,
): SubscriptionCursors {
  const next = { ...cursors };
  for (const [id, position] of reached) {
    const known = next[id];
    if (known === undefined || position === null) continue;
    next[id] = {
      event: Math.max(known.event, position.event),
      output: Math.max(known.output, position.output),
    };
  }
  return next;
}

/** New subscriptions with the positions already known: a tab that joins has read everything before its own. */
export function preserveCursors(
  wanted: SubscriptionCursors,
  known: SubscriptionCursors,
): SubscriptionCursors {
  return Object.fromEntries(Object.entries(wanted).map(([id, position]) => [id, known[id] ?? position]));
}

/** Whether both name the same operations, whatever the positions. */
export function sameOperations(a: SubscriptionCursors, b: SubscriptionCursors): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((id) => id in b);
}
