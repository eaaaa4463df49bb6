import type { Transaction } from '../client';

/** Records at a worker's start from which address it sends e-mail; null: it cannot send any, and none is queued from now on. */
export async function registerMailSender(db: Transaction, from: string | null): Promise<void> {
  if (from === null) await db.$executeRaw`delete from mail_sender`;
  else {
    await db.$executeRaw`
      insert into mail_sender (id, "from") values (1, ${from})
      on conflict (id) do update set "from" = excluded."from", at = clock_timestamp()`;
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
  const [row] = await db.$queryRaw<MailState[]>`
    select (select "from" from mail_sender) as "from",
      (select problem from email_outbox where problem is not null and created_at > clock_timestamp() - interval '1 day'
        order by created_at desc limit 1) as problem`;
  return row ?? { from: null, problem: null };
}
