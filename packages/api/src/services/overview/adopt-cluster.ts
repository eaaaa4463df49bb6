import type { Dependencies } from '../../process/dependencies';
import { requestChangeNow } from '../requests/request-change';

/** Continues open operations in the Temporal that answers now, each in a new run. Returns how many there are. */
export async function adoptCluster(
  { db }: Pick<Dependencies, 'db'>,
  by: string,
): Promise<{ operations: number }> {
  const { operations } = await requestChangeNow(db, { request: { kind: 'adopt_cluster' }, by });
  return { operations: operations ?? 0 };
}
