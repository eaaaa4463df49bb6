import type { GoalResult } from '../measure/evaluate-goal';
import { evaluateGoal } from '../measure/evaluate-goal';
import { quantile } from '../measure/quantile';
import type { Measured, Row, Unit } from '../row';
import type { Surroundings } from './surroundings';

export interface RecordedSeries {
  name: string;
  unit: Unit;
  runs: number;
  p50: number;
  p95: number;
  p99: number;
}

export interface RecordedRow {
  n: number;
  name: string;
  what: string;
  series: RecordedSeries[];
  goals: GoalResult[];
  notes: string[];
}

/** A file in bench/results/. */
export interface Recorded {
  /** ISO 8601. */
  date: string;
  commit: string;
  /** What disturbed it; null: nothing else ran. */
  note: string | null;
  surroundings: Surroundings;
  rows: RecordedRow[];
}

/** What is kept of a row's measurements. */
export function recordedRow({ n, name, what, goals }: Row, { series, notes }: Measured): RecordedRow {
  return {
    ...{ n, name, what, notes },
    series: series.map(({ samples, ...named }) => ({
      ...named,
      runs: samples.length,
      p50: rounded(quantile(samples, 0.5)),
      p95: rounded(quantile(samples, 0.95)),
      p99: rounded(quantile(samples, 0.99)),
    })),
    goals: goals.map((goal) => {
      const result = evaluateGoal(goal, series);
      const { value, low, high } = result;
      return {
        ...result,
        value: value && rounded(value),
        low: low && rounded(low),
        high: high && rounded(high),
      };
    }),
  };
}

const rounded = (value: number): number => Number(value.toPrecision(4));
