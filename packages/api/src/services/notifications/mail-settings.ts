import type { Database } from '@milepost/db/client';
import { readMailState } from '@milepost/db/notifications/mail-sender';
import type { MailSettings, EmailPreference } from '../../views/people-views';

/** The e-mail preference of one person, and whether this console can send any. */
export async function mailSettings(db: Database, userId: string): Promise<MailSettings> {
  const [user, state] = await Promise.all([
    db.user.findUnique({ where: { id: userId }, select: { emailPreference: true } }),
    readMailState(db),
  ]);
  return { preference: user?.emailPreference ?? 'never', ...state };
}

export async function setEmailPreference(
  db: Database,
  { userId, preference }: { userId: string; preference: EmailPreference },
): Promise<MailSettings> {
  await db.user.update({ where: { id: userId }, data: { emailPreference: preference } });
  return mailSettings(db, userId);
}
