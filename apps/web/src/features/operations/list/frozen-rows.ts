/** The rows of a list that somebody is pointing at: each stays at its place with its newest word; what is new waits. */
export function frozenRows<T extends { id: string }>(
  shown: T[],
  newest: T[],
): { rows: T[]; /** How many are new. */ waiting: number } {
  const current = new Map(newest.map((item) => [item.id, item]));
  const known = new Set(shown.map(({ id }) => id));
  return {
    rows: shown.map((row) => current.get(row.id) ?? row),
    waiting: newest.filter(({ id }) => !known.has(id)).length,
  };
}
