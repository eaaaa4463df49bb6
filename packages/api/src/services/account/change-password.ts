import { modelTransaction } from '@milepost/db/client';
import type { Database } from '@milepost/db/client';
import { countAttempt, takeBackAttempt } from '@milepost/db/sign-in/count-attempt';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { passwordGate } from '../../auth/password-gate';
import { changePasswordLimit } from '../../auth/sign-in-limits';
import { requestError } from '../../errors/request-error';
import { endSessions } from './end-sessions';

interface ChangePassword {
  userId: string;
  /** It stays; all others of this person end. */
  sessionId: string;
  currentPassword: string;
  newPassword: string;
}

/**
 * Changes one's own password and ends all other sessions.
 *
 * @throws AppError BAD_REQUEST for a wrong current password, TOO_MANY_REQUESTS after ten of them
 */
export async function changePassword(
  db: Database,
  { userId, sessionId, currentPassword, newPassword }: ChangePassword,
): Promise<void> {
  const attempt = await countAttempt(db, [changePasswordLimit(userId)]);
  if ('refusedForMs' in attempt)
    throw requestError('TOO_MANY_REQUESTS', {
      code: 'too_many_attempts',
      seconds: Math.ceil(attempt.refusedForMs / 1000),
    });
  const credential = { userId, providerId: 'credential' };
  const { password: hash } = await db.account.findFirstOrThrow({ where: credential });
  const newHash = await passwordGate.run(
    async () => {
      const isRight = await verifyPassword({ hash: hash ?? '', password: currentPassword });
      return isRight ? hashPassword(newPassword) : null;
    },
    { first: true },
  );
  if (newHash === null) throw wrong();
  await takeBackAttempt(db, attempt, { succeeded: true });
  const endStreams = await modelTransaction(db, async (tx) => {
    // The current password as it was verified: of two changes at once, one counts.
    const { count } = await tx.account.updateMany({
      where: { ...credential, password: hash },
      data: { password: newHash },
    });
    if (count === 0) throw wrong();
    return endSessions(tx, { userId, except: sessionId });
  });
  endStreams();
}

const wrong = () =>
  requestError('BAD_REQUEST', { code: 'wrong_current_password' }, { field: 'currentPassword' });
