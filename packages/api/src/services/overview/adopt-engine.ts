import { transaction } from '@milepost/db/client';
import { adoptEngine as adopt } from '@milepost/db/operations/engine';
import type { Dependencies } from '../../dependencies';

/** Open operations go on in the Temporal that answers now, each in a new run. Answers how many those are. */
export async function adoptEngine(
  { db }: Pick<Dependencies, 'db'>,
  by: string,
): Promise<{ operations: number }> {
  return { operations: await transaction(db, (tx) => adopt(tx, { by })) };
}
