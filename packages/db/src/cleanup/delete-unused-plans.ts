import { literalLimit } from '../literal-limit';
import { transaction } from '../client';
import type { Database, Transaction } from '../client';
import { deleteInBatches } from './delete-in-batches';

/** A plan has a body of up to a megabyte. */
const PLANS_AT_ONCE = 50;

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
  const unused = await tx.$queryRaw<{ hash: string }[]>`
    select hash from plans p
    where created_at < clock_timestamp() - interval '1 day'
      and not exists (select from operations o where o.plan_hash = p.hash)
    order by created_at ${literalLimit(PLANS_AT_ONCE)} for update skip locked`;
  if (unused.length === 0) return 0;
  return tx.$executeRaw`
    delete from plans p where hash = any (${unused.map(({ hash }) => hash)})
      and not exists (select from operations o where o.plan_hash = p.hash)`;
}
