import type { Database } from '@milepost/db/client';
import { readMailState } from '@milepost/db/notifications/mail-sender';
import type { MailSettings, MailWish } from '../../people-views';

/** What one person is told by e-mail, and whether this console can send any. */
export async function mailSettings(db: Database, userId: string): Promise<MailSettings> {
  const [user, state] = await Promise.all([
    db.user.findUnique({ where: { id: userId }, select: { mailWish: true } }),
    readMailState(db),
  ]);
  return { wish: user?.mailWish ?? 'never', ...state };
}

export async function setMailWish(
  db: Database,
  { userId, wish }: { userId: string; wish: MailWish },
): Promise<MailSettings> {
  await db.user.update({ where: { id: userId }, data: { mailWish: wish } });
  return mailSettings(db, userId);
}
