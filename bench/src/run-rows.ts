import { createContext } from './context/context';
import type { Context } from './context/context';
import type { Recorded, RecordedRow } from './report/recorded';
import { recordedRow } from './report/recorded';
import { commitName } from './report/results';
import { readSurroundings } from './report/surroundings';
import { rowTable, surroundingsTable } from './report/table';
import type { Row } from './row';

/** Runs and prints rows one after the other. One that throws is reported and skipped: its name is in `failed`. */
export async function runRows(
  rows: readonly Row[],
  { quick, note }: { quick: boolean; note: string | null },
): Promise<{ result: Recorded; failed: string[] }> {
  const context = createContext({ quick });
  const measured: RecordedRow[] = [];
  const failed: string[] = [];
  try {
    for (const row of rows) {
      const recorded = await runRow(row, context);
      if (recorded) measured.push(recorded);
      else failed.push(row.name);
    }
    const surroundings = await readSurroundings(await context.startedProduct());
    console.log(`\n${surroundingsTable(surroundings)}`);
    const result = {
      ...{ date: new Date().toISOString(), commit: await commitName(), note, surroundings, rows: measured },
    };
    return { result, failed };
  } finally {
    await context.close();
  }
}

async function runRow(row: Row, context: Context): Promise<RecordedRow | null> {
  const began = performance.now();
  try {
    const recorded = recordedRow(row, await row.run(context));
    const seconds = Math.round((performance.now() - began) / 1000);
    console.log(`\n${rowTable(recorded)}\n     measured in ${seconds} s`);
    return recorded;
  } catch (error) {
    console.error(`\n${row.name} could not be measured:`, error);
    return null;
  }
}
