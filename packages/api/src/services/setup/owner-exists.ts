import type { ModelTransaction } from '@milepost/db/client';

/** Whether somebody owns this console already. */
export async function ownerExists(db: ModelTransaction): Promise<boolean> {
  return (await db.user.count({ where: { role: 'owner' } })) > 0;
}
