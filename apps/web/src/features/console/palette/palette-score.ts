import { defaultFilter } from 'cmdk';

/** Letters scattered more widely than that are an accident: those of “sign” in “Install nginx”. */
const NEAR = 0.05;
/** The best that letters scattered over a command can score: always below text that is really there. */
const SCATTERED = 0.1;

/**
 * How well a palette command matches what was typed, from 0 (not at all) to 1: first commands with words that begin with it,
 * then those that contain it, then those with its letters in order.
 */
export function paletteScore(value: string, search: string, keywords: string[] = []): number {
  const text = [value, ...keywords].join(' ').toLowerCase();
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return 1;
  const words = text.split(/[\s-]+/);
  const scores = wanted.map((part) => {
    if (words.some((word) => word.startsWith(part))) return 1;
    return text.includes(part) ? 0.6 : 0;
  });
  const least = Math.min(...scores);
  if (least > 0) return least;
  const near = defaultFilter(value, search, keywords);
  return near < NEAR ? 0 : SCATTERED * near;
}
