import { transaction } from '../client';
import type { Database, Transaction } from '../client';
import { sql } from 'kysely';
import type { ExpressionBuilder } from 'kysely';
import type { Tables } from '../generated/tables';
import { anyOf, literalRows, msAgo } from '../kysely/expressions';
import { deleteInBatches } from './delete-in-batches';

/** A plan has a body of up to a megabyte. */
const PLANS_AT_ONCE = 50;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Deletes plans that were previewed more than a day ago and belong to no operation. Returns how many. Any number of
 * workers may do this at once, and a plan that is being submitted stays.
 */
export function deleteUnusedPlans(db: Database): Promise<number> {
  return deleteInBatches(() => transaction(db, deleteBatch), PLANS_AT_ONCE);
}

/**
 * In two statements: an operation that was committed after the first one took its snapshot is seen by the second, and the lock
 * keeps out any later one, whose foreign key asks for the same row.
 */
async function deleteBatch(tx: Transaction): Promise<number> {
  const unused = await tx.kysely
    .selectFrom('plans')
    .select('hash')
    .where('createdAt', '<', msAgo(DAY_MS))
    .where(belongsToNoOperation)
    .orderBy('createdAt')
    .limit(literalRows(PLANS_AT_ONCE))
    .forUpdate()
    .skipLocked()
    .execute();
  if (unused.length === 0) return 0;
  const deleted = await tx.kysely
    .deleteFrom('plans')
    .where('hash', '=', anyOf(unused.map(({ hash }) => hash)))
    .where(belongsToNoOperation)
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
}

const belongsToNoOperation = (eb: ExpressionBuilder<Tables, 'plans'>) =>
  eb.not(
    eb.exists(
      eb
        .selectFrom('operations')
        .select('operations.id')
        .where((one) =>
          one.or([
            one('planHash', '=', one.ref('plans.hash')),
            // Not compiled yet: its page shows the plan that was previewed.
            // Somebody compares it with the one that was shown.
            one(sql<string>`conclusion ->> 'planHash'`, '=', one.ref('plans.hash')),
            one.and([one('shownHash', '=', one.ref('plans.hash')), one('planHash', 'is', null)]),
          ]),
        ),
    ),
  );
