import type { Series } from '../row';

/** Runs once; answers the milliseconds where it measured them itself. */
export type Contestant = () => Promise<number | void>;

/**
 * Milliseconds of each contestant: A, B, then B, A, and so on, so that what else the machine does meets them alike. One
 * round before them warms up and is not counted, unless the caller says so.
 */
export async function interleave(
  contestants: Record<string, Contestant>,
  { rounds, warmUp = true }: { rounds: number; warmUp?: boolean },
): Promise<Series[]> {
  const all = Object.entries(contestants).map(([name, run]) => ({ name, run, samples: [] as number[] }));
  if (warmUp) for (const { run } of all) await timed(run);
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? all : [...all].reverse();
    for (const { run, samples } of order) samples.push(await timed(run));
  }
  return all.map(({ name, samples }) => ({ name, unit: 'ms', samples }));
}

async function timed(run: Contestant): Promise<number> {
  const began = performance.now();
  const own = await run();
  return own ?? performance.now() - began;
}
