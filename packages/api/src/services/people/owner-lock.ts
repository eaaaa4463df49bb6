import { modelTransaction } from '@milepost/db/client';
import { lockOwners } from '@milepost/db/people/lock-owners';
import type { Database, ModelTransaction } from '@milepost/db/client';
import { requestError } from '../../errors/request-error';

/**
 * One change of who may do what at a time; `by` must still be an owner when its turn comes, and somebody must be one
 * afterwards.
 *
 * @throws AppError FORBIDDEN, CONFLICT
 */
export function withOwnerLock<T>(
  db: Database,
  by: string,
  change: (tx: ModelTransaction) => Promise<T>,
): Promise<T> {
  return modelTransaction(db, async (tx) => {
    await lockOwners(tx);
    const owner = { role: 'owner' } as const;
    if ((await tx.user.count({ where: { id: by, ...owner } })) === 0)
      throw requestError('FORBIDDEN', { code: 'owners_only' });
    const done = await change(tx);
    if ((await tx.user.count({ where: owner })) === 0) throw requestError('CONFLICT', { code: 'last_owner' });
    return done;
  });
}
