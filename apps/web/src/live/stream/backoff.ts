const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/** How long to wait before the next try, in milliseconds: doubling, with a spread so that not all browsers come at once. */
export function backoffMs(failures: number, random: number = Math.random()): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(full * (0.75 + random * 0.5));
}
