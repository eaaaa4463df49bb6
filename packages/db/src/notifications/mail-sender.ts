import type { Transaction } from '../client';
import { literalRows, msAgo, NOW } from '../kysely/expressions';

const DAY_MS = 24 * 60 * 60_000;

/** Records at a worker's start from which address it sends e-mail; null: it cannot send any, and none is queued from now on. */
export async function registerMailSender(db: Transaction, from: string | null): Promise<void> {
  if (from === null) await db.kysely.deleteFrom('mailSender').execute();
  else {
    await db.kysely
      .insertInto('mailSender')
      .values({ id: 1, from })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ from, at: NOW }))
      .execute();
  }
}

export interface MailState {
  /** The address that e-mails come from; null: none can be sent. */
  from: string | null;
  /** Why the latest e-mail that is not sent yet, or never will be, was not accepted. */
  problem: string | null;
}

/** Whether e-mail is sent at all, and how that goes: of the last day. */
export async function readMailState(db: Transaction): Promise<MailState> {
  return db.kysely
    .selectNoFrom((eb) => [
      eb.selectFrom('mailSender').select('from').as('from'),
      eb
        .selectFrom('emailOutbox')
        .select('problem')
        .where('problem', 'is not', null)
        .where('createdAt', '>', msAgo(DAY_MS))
        .orderBy('createdAt', 'desc')
        .limit(literalRows(1))
        .as('problem'),
    ])
    .executeTakeFirstOrThrow();
}
