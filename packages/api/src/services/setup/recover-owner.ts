import { modelTransaction } from '@milepost/db/client';
import { forgetFailures } from '@milepost/db/sign-in/forget-failures';
import { hashPassword } from 'better-auth/crypto';
import { passwordGate } from '../../auth/password-gate';
import { accountKey } from '../../auth/sign-in-limits';
import type { Dependencies } from '../../process/dependencies';
import { requestError } from '../../errors/request-error';
import { endSessions } from '../account/end-sessions';
import { hashOwnerToken } from './owner-token';

/**
 * Uses up a recovery link: sets the owner's new password, ends all sessions of that owner, and forgets failed sign-ins
 * to the account. Returns the email to sign in with. Of two at once, one counts.
 *
 * @throws AppError FORBIDDEN
 */
export async function recoverOwner(
  { db, log }: Pick<Dependencies, 'db' | 'log'>,
  { token, password }: { token: string; password: string },
): Promise<{ email: string }> {
  await checkRecoveryLink(db, token);
  const usable = usableLink(token);
  const hash = await passwordGate.run(() => hashPassword(password));
  const { email, endStreams } = await modelTransaction(db, async (tx) => {
    const { count } = await tx.recoveryLink.updateMany({ where: usable, data: { usedAt: new Date() } });
    if (count === 0) throw invalid();
    const { user } = await tx.recoveryLink.findUniqueOrThrow({
      where: { tokenHash: usable.tokenHash },
      include: { user: true },
    });
    const credential = { userId: user.id, providerId: 'credential' };
    await tx.account.updateMany({ where: credential, data: { password: hash } });
    await forgetFailures(tx, accountKey(user.email));
    return { email: user.email, endStreams: await endSessions(tx, { userId: user.id }) };
  });
  endStreams();
  log.warn({ email }, 'An owner set a new password with a recovery link');
  return { email };
}

/**
 * Whose password a recovery link would set now.
 *
 * @throws AppError FORBIDDEN where the link is unknown, used or expired, or its person is no owner any more
 */
export async function checkRecoveryLink(db: Dependencies['db'], token: string): Promise<{ email: string }> {
  const link = await db.recoveryLink.findFirst({ where: usableLink(token), include: { user: true } });
  if (link === null) throw invalid();
  return { email: link.user.email };
}

const usableLink = (token: string) => ({
  tokenHash: hashOwnerToken(token),
  usedAt: null,
  expiresAt: { gt: new Date() },
  user: { role: 'owner' as const },
});

const invalid = () => requestError('FORBIDDEN', { code: 'recovery_link_invalid' });
