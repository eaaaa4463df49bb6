import type { Dependencies } from '../../../process/dependencies';
import { AppError } from '../../../errors/app-error';
import type { ServerDetail } from '../../../views/views';
import { describeKey } from './fingerprint';
import { getServer } from '../get-server';
import { requireServer } from '../require-server';
import { startEnrollment } from './start-enrollment';

interface Confirmation {
  serverId: string;
  /** Of the key that the person compared. */
  fingerprint: string;
  by: string;
}

type Needed = Pick<Dependencies, 'db' | 'temporal' | 'notifier'>;

/** Pins the host key that a person has compared, and has the worker join the server. */
export async function confirmServer(
  { db, temporal, notifier }: Needed,
  { serverId, fingerprint, by }: Confirmation,
): Promise<ServerDetail> {
  const { name, offeredHostKey } = await requireServer(db, serverId);
  if (!offeredHostKey)
    throw new AppError('CONFLICT', `The host key of ${name} has not been read yet. Try again on its page.`);
  const offered = describeKey(offeredHostKey);
  if (offered.fingerprint !== fingerprint)
    throw new AppError(
      'CONFLICT',
      `${name} shows the key ${offered.fingerprint}, which is not the one you confirmed: compare it again.`,
    );
  // Compare and set: of two confirmations one pins, and a key that was read again meanwhile is not pinned unseen.
  const { count } = await db.server.updateMany({
    where: { id: serverId, status: 'awaiting_confirmation', offeredHostKey },
    data: {
      status: 'enrolling',
      problem: null,
      pinnedHostKey: offeredHostKey,
      hostKeyConfirmedBy: by,
      hostKeyConfirmedAt: new Date(),
    },
  });
  if (count === 0)
    throw new AppError(
      'CONFLICT',
      `The host key of ${name} is not waiting to be confirmed. Reload its page.`,
    );
  await startEnrollment({ db, temporal }, serverId);
  notifier.publishServer(serverId);
  return getServer(db, serverId);
}
