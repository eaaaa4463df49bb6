import type { Transaction } from '../../client';
import type { OutboxKind } from '../../generated/client';
import { literalRows, msAgo, NOW } from '../../kysely/expressions';

/** PostgreSQL notifies this channel at each commit that posted to the outbox. */
export const OUTBOX_CHANNEL = 'milepost_outbox';

/** What is notified there where not a message for Temporal was posted, but a request of a person was stored. */
export const REQUEST_MADE = 'request';

/**
 * Has the dispatcher start, wake or cancel the workflow; one row that is not claimed yet is enough. That row is locked until
 * this transaction ends: claimed before that, it would wake the workflow before the commit, and no later message would.
 * The notification comes with the commit.
 */
export async function enqueueMessage(tx: Transaction, { operationId, kind }: OutboxMessage): Promise<void> {
  await tx.kysely
    .with('posted', (statements) =>
      statements
        .insertInto('outbox')
        .values({ operationId, kind })
        .onConflict((conflict) =>
          conflict
            .columns(['operationId', 'kind'])
            .where('claimedAt', 'is', null)
            .doUpdateSet({ claimedAt: null }),
        ),
    )
    .selectNoFrom((eb) => eb.fn('pg_notify', [eb.val(OUTBOX_CHANNEL), eb.val('')]).as('notified'))
    .execute();
}

interface OutboxMessage {
  operationId: string;
  kind: OutboxKind;
}

export interface Delivery {
  id: bigint;
  operationId: string;
  kind: OutboxKind;
  tries: number;
}

/**
 * Claims messages to send, and commits: a later wake becomes a row of its own. A claimed message that is
 * not marked as sent within `retryAfterMs` is claimed again; none is while an unexpected Temporal answers. Any number of dispatchers may do this at once.
 */
export function claimDeliveries(
  db: Transaction,
  { limit, retryAfterMs }: { limit: number; retryAfterMs: number },
): Promise<Delivery[]> {
  const due = db.kysely
    .selectFrom('outbox')
    .select('outbox.id')
    .where('sentAt', 'is', null)
    .where((eb) => eb.or([eb('claimedAt', 'is', null), eb('claimedAt', '<', msAgo(retryAfterMs))]))
    .where((eb) =>
      eb.not(
        eb.exists(eb.selectFrom('engine').select('engine.id').where('unexpectedCluster', 'is not', null)),
      ),
    )
    .orderBy('outbox.id')
    .limit(literalRows(limit))
    .forUpdate()
    .skipLocked();
  return db.kysely
    .updateTable('outbox')
    .set((eb) => ({ claimedAt: NOW, tries: eb('tries', '+', 1) }))
    .where('id', 'in', due)
    .returning(['id', 'operationId', 'kind', 'tries'])
    .execute();
}

/** What is marked is never sent again. */
export async function markSent(db: Transaction, id: bigint): Promise<void> {
  await db.kysely.updateTable('outbox').set({ sentAt: NOW }).where('id', '=', id).execute();
}
