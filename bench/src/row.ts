import type { Context } from './context/context';

export type Unit = 'ms' | 's' | 'KB' | 'MB' | 'MB/s' | '/s';

/** What was measured of one contestant, in the order of the runs. */
export interface Series {
  name: string;
  unit: Unit;
  samples: number[];
}

/** One number to be judged: of a series, or its ratio to a peer's. */
export interface Goal {
  of: string;
  /** A peer's series, measured in the same run: the number is then `of` / `to`. */
  to?: string;
  /** Which quantile of both, 0 to 1. */
  at: number;
  better: 'less' | 'more';
  /** Null: it is recorded, and only kept from getting worse. */
  limit: number | null;
}

export interface Measured {
  series: Series[];
  /** Sentences for whoever reads the table: what was missing, what limits it. */
  notes: string[];
}

/** One row of issue 5's table: a file in rows/. */
export interface Row {
  n: number;
  name: string;
  what: string;
  goals: Goal[];
  run(context: Context): Promise<Measured>;
}
