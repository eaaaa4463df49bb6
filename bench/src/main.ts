/** `npm run bench`: see `npm run bench -- --help`. Measures on this machine, against lab servers. Nothing here asserts a time. */
import { parseArgs } from 'node:util';
import { help } from './report/help';
import { lastRecorded, writeResult } from './report/results';
import { runRows } from './run-rows';
import { rows } from './rows';
import { compare } from './report/compare';

const { values, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean', short: 'h', default: false },
    quick: { type: 'boolean', default: false },
    compare: { type: 'boolean', default: false },
    note: { type: 'string' },
  },
});

const unknown = names.find((name) => !rows.some((row) => row.name === name));
if (values.help || unknown !== undefined) {
  if (unknown !== undefined) console.error(`There is no row “${unknown}”.\n`);
  console.log(help(rows));
  process.exit(unknown === undefined ? 0 : 2);
}

const asked = rows.filter(({ name }) => names.length === 0 || names.includes(name));
const before = lastRecorded();
const { result, failed } = await runRows(asked, { quick: values.quick, note: values.note ?? null });
if (!values.quick && result.rows.length > 0) console.log(`Recorded in ${await writeResult(result)}.`);
if (values.compare) {
  const fallen = compare(result.rows, before);
  for (const { row, sentence } of fallen) console.log(`${row} fell behind its last result: ${sentence}.`);
  if (fallen.length === 0) console.log('No row fell behind its last result by more than noise.');
  if (fallen.length > 0) process.exitCode = 1;
}
if (failed.length > 0) {
  console.error(`Not measured: ${failed.join(', ')}.`);
  process.exitCode = 1;
}
