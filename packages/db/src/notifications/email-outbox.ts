import type { Transaction } from '../client';
import type { NotificationContent } from '@milepost/contract/notification-content';
import type { NotificationKind } from '../generated/client';
import { literalRows, msFromNow, NOW } from '../kysely/expressions';

export interface ClaimedEmail {
  id: string;
  address: string;
  /** Which try this is, from 1. */
  tries: number;
  kind: NotificationKind;
  /** The operation it is about; null for a general notification. */
  operationId: string | null;
  /** The server that a general notification is about, if it is about one. */
  serverId: string | null;
  /** The operation's title; null for a general notification. */
  operationTitle: string | null;
  content: NotificationContent;
  at: Date;
}

/**
 * Picks up e-mails that are due, and commits: nobody else gets them within `leaseMs`. Whoever has not said by then what came
 * of one counts as dead, and the e-mail is claimed again. Any number of processes may do this at once.
 */
export function claimEmails(
  db: Transaction,
  { limit, leaseMs }: { limit: number; leaseMs: number },
): Promise<ClaimedEmail[]> {
  const due = db.kysely
    .selectFrom('emailOutbox')
    .select('id')
    .where('sentAt', 'is', null)
    .where('givenUpAt', 'is', null)
    .where('dueAt', '<=', NOW)
    .orderBy('dueAt')
    .limit(literalRows(limit))
    .forUpdate()
    .skipLocked();
  return db.kysely
    .with('claimed', (statements) =>
      statements
        .updateTable('emailOutbox')
        .set((eb) => ({ tries: eb('tries', '+', 1), dueAt: msFromNow(leaseMs) }))
        .where('id', 'in', due)
        .returning(['id', 'address', 'tries', 'notificationId']),
    )
    .selectFrom('claimed as c')
    .innerJoin('notifications as n', 'n.id', 'c.notificationId')
    .leftJoin('operations as o', 'o.id', 'n.operationId')
    .select(['c.id', 'c.address', 'c.tries', 'n.kind', 'n.operationId', 'n.serverId', 'n.content', 'n.at'])
    .select('o.title as operationTitle')
    .orderBy('n.at')
    .execute();
}

/** What is marked is never sent again. */
export async function markEmailSent(db: Transaction, id: string): Promise<void> {
  await db.kysely
    .updateTable('emailOutbox')
    .set({ sentAt: NOW, problem: null })
    .where('id', '=', id)
    .execute();
}

/** It was not accepted: retried after `retryMs`, or never where that is null. */
export async function markEmailFailed(
  db: Transaction,
  { id, problem, retryMs }: { id: string; problem: string; retryMs: number | null },
): Promise<void> {
  await db.kysely
    .updateTable('emailOutbox')
    .set({ problem, dueAt: msFromNow(retryMs ?? 0), givenUpAt: retryMs === null ? NOW : null })
    .where('id', '=', id)
    .where('sentAt', 'is', null)
    .execute();
}
