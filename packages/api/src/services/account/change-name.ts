import type { Database } from '@milepost/db/client';
import type { SessionUser } from '../../views/views';

/** Changes one's own name. What was written under the former name stays as it is. */
export async function changeName(
  db: Database,
  { user, name }: { user: SessionUser; name: string },
): Promise<SessionUser> {
  await db.user.update({ where: { id: user.id }, data: { name } });
  return { ...user, name };
}
