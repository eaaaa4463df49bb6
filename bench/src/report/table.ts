import type { GoalResult } from '../measure/evaluate-goal';
import type { Goal } from '../row';
import type { RecordedRow, RecordedSeries } from './recorded';
import type { Surroundings } from './surroundings';

/** "exec / ssh, p50". */
export function goalLabel({ of, to, at }: Goal): string {
  return `${to === undefined ? of : `${of} / ${to}`}, p${Math.round(at * 100)}`;
}

/** A row as it is printed: each contestant, then what became of the goals. */
export function rowTable({ n, name, what, series, goals, notes }: RecordedRow): string {
  const label = (text: string): string => `     ${text.padEnd(42)} `;
  return [
    `${String(n).padStart(3)}  ${name}: ${what}`,
    ...series.map((each) => label(each.name) + seriesCells(each)),
    ...goals.map((goal) => label(goalLabel(goal)) + goalCells(goal)),
    ...notes.map((note) => `     ${note}`),
  ].join('\n');
}

function seriesCells({ unit, runs, p50, p95, p99 }: RecordedSeries): string {
  const spread = runs < 5 ? '' : `   p95 ${p95}   p99 ${p99}`;
  return `p50 ${p50} ${unit}${spread}   ${runs} ${runs === 1 ? 'run' : 'runs'}`;
}

function goalCells({ value, low, high, verdict, better, limit }: GoalResult): string {
  if (value === null) return 'missing';
  const goal = limit === null ? '' : `   goal ${better === 'less' ? '≤' : '≥'} ${limit}`;
  return `${value} (${low} to ${high})${goal}   ${verdict}`;
}

/** What the numbers were measured on. */
export function surroundingsTable({ machine, postgres, temporal, lab }: Surroundings): string {
  const settings = (all: Record<string, string>): string =>
    Object.entries(all)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
  return [
    `Machine     ${machine.cores} cores (${machine.cpu}), ${machine.memoryGB} GB, ${machine.os}, Node ${machine.node}`,
    `PostgreSQL  ${postgres ? settings(postgres) : 'not asked: no row of this run shared the product'}`,
    `Temporal    ${temporal ? `${temporal.version}, ${temporal.options.join(', ')}` : 'not asked: no row of this run shared the product'}`,
    `Lab         ${lab}`,
  ].join('\n');
}
