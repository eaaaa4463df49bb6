import type { Row } from '../row';

/** What `--help` prints. */
export function help(rows: readonly Row[]): string {
  const names = rows.map(({ n, name, what }) => `  ${String(n).padStart(2)}  ${name.padEnd(16)} ${what}`);
  return [
    'npm run bench [-- NAME… --quick --compare --note TEXT]',
    '',
    'Measures against lab servers and peers on this machine, interleaved, prints a table and records it in bench/results/.',
    '',
    '  --quick      a fifth of the runs; not recorded',
    '  --compare    names each row that fell behind its last recorded result by more than noise; exit code 1',
    '  --note TEXT  kept with the result: what disturbed it',
    '',
    ...names,
  ].join('\n');
}
