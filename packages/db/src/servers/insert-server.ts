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
  const rows = await tx.$executeRaw`
    insert into servers (id, name, address, port, created_by) values (${id}, ${name}, ${address}, ${port}, ${by})
    on conflict do nothing`;
  return rows > 0;
}
