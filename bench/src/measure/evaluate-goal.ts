import type { Goal, Series } from '../row';
import { quantile } from './quantile';

export interface GoalResult extends Goal {
  /** Null where a contestant is missing. */
  value: number | null;
  /** The least and the most of the same number over parts of the run: its noise. */
  low: number | null;
  high: number | null;
  verdict: 'met' | 'missed' | 'missing' | 'recorded';
}

const PARTS = 5;

/** What became of a goal. Where its series or its peer's is missing there is no value. */
export function evaluateGoal(goal: Goal, series: readonly Series[]): GoalResult {
  const samplesOf = (name: string): readonly number[] =>
    series.find((each) => each.name === name)?.samples ?? [];
  const ours = samplesOf(goal.of);
  const theirs = goal.to === undefined ? null : samplesOf(goal.to);
  if (ours.length === 0 || theirs?.length === 0)
    return { ...goal, value: null, low: null, high: null, verdict: 'missing' };

  const valueOf = (mine: readonly number[], peers: readonly number[] | null): number =>
    quantile(mine, goal.at) / (peers === null ? 1 : quantile(peers, goal.at));
  const value = valueOf(ours, theirs);
  const count = Math.min(PARTS, ours.length, theirs?.length ?? PARTS);
  const parts = Array.from({ length: count }, (_, n) =>
    valueOf(part(ours, n, count), theirs && part(theirs, n, count)),
  );
  const low = Math.min(value, ...parts);
  const high = Math.max(value, ...parts);
  return { ...goal, value, low, high, verdict: verdictOf(goal, value) };
}

function verdictOf({ better, limit }: Goal, value: number): GoalResult['verdict'] {
  if (limit === null) return 'recorded';
  return (better === 'less' ? value <= limit : value >= limit) ? 'met' : 'missed';
}

/** The nth of `count` consecutive parts. */
function part(samples: readonly number[], n: number, count: number): readonly number[] {
  return samples.slice(
    Math.floor((n * samples.length) / count),
    Math.floor(((n + 1) * samples.length) / count),
  );
}
