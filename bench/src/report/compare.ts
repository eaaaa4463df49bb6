import type { GoalResult } from '../measure/evaluate-goal';
import { goalLabel } from './table';
import type { RecordedRow } from './recorded';

export interface Fallen {
  row: string;
  sentence: string;
}

/** A smaller change is never called one. */
const LEAST = 1.1;

/**
 * Goals that fell behind their last recorded result by more than noise: their spreads do not touch, and they are more than a tenth
 * worse. What was not measured in one of the two is passed over.
 */
export function compare(now: readonly RecordedRow[], before: readonly RecordedRow[]): Fallen[] {
  return now.flatMap((row) => {
    const last = before.find(({ name }) => name === row.name);
    return row.goals.flatMap((goal) => {
      const old = last?.goals.find((each) => goalLabel(each) === goalLabel(goal));
      return old && fellBehind(goal, old) ? [{ row: row.name, sentence: sentence(goal, old) }] : [];
    });
  });
}

function fellBehind(now: GoalResult, old: GoalResult): boolean {
  const [is, was] = [spreadOf(now), spreadOf(old)];
  if (!is || !was) return false;
  return now.better === 'less'
    ? is.low > was.high && is.value > was.value * LEAST
    : is.high < was.low && is.value * LEAST < was.value;
}

function spreadOf({ value, low, high }: GoalResult): { value: number; low: number; high: number } | null {
  return value === null || low === null || high === null ? null : { value, low, high };
}

const sentence = (now: GoalResult, old: GoalResult): string =>
  `${goalLabel(now)} was ${old.value} (${old.low} to ${old.high}), is ${now.value} (${now.low} to ${now.high})`;
