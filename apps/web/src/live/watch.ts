import type { Position } from '@milepost/api/views';

/** Which operations are watched, and up to where each is known: the vector a stream resumes by. */
export type Watch = Record<string, Position>;

/** The API's own limit for one stream. */
export const MOST_WATCHED = 50;

/** The lower of two positions: whoever knows less decides where a shared stream starts. */
export function lowerPosition(a: Position, b: Position): Position {
  return { event: Math.min(a.event, b.event), output: Math.min(a.output, b.output) };
}

/** One watch for several tabs. Over the limit, the last named stay. */
export function mergeWatches(watches: Iterable<Watch>): Watch {
  const merged: Watch = {};
  for (const watch of watches) {
    for (const [id, position] of Object.entries(watch)) {
      const known = merged[id];
      merged[id] = known === undefined ? position : lowerPosition(known, position);
    }
  }
  return Object.fromEntries(Object.entries(merged).slice(-MOST_WATCHED));
}

/** The watch after an update was given to everybody; positions never go back. */
export function advanceWatch(watch: Watch, reached: Iterable<[string, Position | null]>): Watch {
  const next = { ...watch };
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

/** A new watch that keeps the positions already known: whoever joins has read everything up to its own by itself. */
export function keepKnown(wanted: Watch, known: Watch): Watch {
  return Object.fromEntries(Object.entries(wanted).map(([id, position]) => [id, known[id] ?? position]));
}

/** Whether two watches are of the same operations, wherever they stand. */
export function sameOperations(a: Watch, b: Watch): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((id) => id in b);
}
