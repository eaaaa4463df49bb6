import type { Transaction } from '../client';

export interface LoginToStore {
  serverId: string;
  username: string;
  /** For the worker. */
  sealed: Uint8Array<ArrayBuffer>;
}

/** Stores the login with which a server is enrolled, in place of a former one. */
export async function storeLogin(
  tx: Transaction,
  { serverId, username, sealed }: LoginToStore,
): Promise<void> {
  await tx.kysely
    .insertInto('serverLogins')
    .values({ serverId, username, sealed })
    .onConflict((conflict) => conflict.column('serverId').doUpdateSet({ username, sealed }))
    .execute();
}

/** The login's user; null where none is stored. */
export async function readLoginUser(tx: Transaction, serverId: string): Promise<string | null> {
  const login = await tx.kysely
    .selectFrom('serverLogins')
    .select('username')
    .where('serverId', '=', serverId)
    .executeTakeFirst();
  return login?.username ?? null;
}

export async function renameLoginUser(
  tx: Transaction,
  { serverId, username }: Pick<LoginToStore, 'serverId' | 'username'>,
): Promise<void> {
  await tx.kysely.updateTable('serverLogins').set({ username }).where('serverId', '=', serverId).execute();
}
