import type { Transaction } from './client';

/** Throws what the driver says where the database does not answer. */
export async function ping(db: Transaction): Promise<void> {
  await db.$queryRaw`select 1`;
}
