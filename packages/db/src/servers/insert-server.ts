import type { Transaction } from '../client';

export interface ServerToInsert {
  id: string;
  name: string;
  address: string;
  port: number;
  by: string;
}

/** Whether it was inserted: not where its id or its name is there already. */
export async function insertServer(
  tx: Transaction,
  { id, name, address, port, by }: ServerToInsert,
): Promise<boolean> {
  const inserted = await tx.kysely
    .insertInto('servers')
    .values({ id, name, address, port, createdBy: by })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}
