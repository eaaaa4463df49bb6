import type { Transaction } from '../client';

/** One change of who is an owner at a time, until the end of the transaction. */
export async function lockOwners(tx: Transaction): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('milepost owner'))`;
}
