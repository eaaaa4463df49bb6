import { transaction } from '@milepost/db/client';
import { adoptCluster as adopt } from '@milepost/db/operations/delivery/temporal-cluster';
import type { Dependencies } from '../../process/dependencies';

/** Continues open operations in the Temporal that answers now, each in a new run. Returns how many there are. */
export async function adoptCluster(
  { db }: Pick<Dependencies, 'db'>,
  by: string,
): Promise<{ operations: number }> {
  return { operations: await transaction(db, (tx) => adopt(tx, { by })) };
}
