import { DB_NULL } from '@milepost/db/db-null';
import type { Dependencies } from '../../../process/dependencies';
import { requestError } from '../../../errors/request-error';
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
  if (!offeredHostKey) throw requestError('CONFLICT', { code: 'host_key_not_read', name });
  const offered = describeKey(offeredHostKey);
  if (offered.fingerprint !== fingerprint)
    throw requestError('CONFLICT', {
      ...{ code: 'host_key_differs', name },
      fingerprint: offered.fingerprint,
    });
  // Compare and set: of two confirmations one pins, and a key that was read again meanwhile is not pinned unseen.
  const { count } = await db.server.updateMany({
    where: { id: serverId, status: 'awaiting_confirmation', offeredHostKey },
    data: {
      status: 'enrolling',
      problem: DB_NULL,
      pinnedHostKey: offeredHostKey,
      hostKeyConfirmedBy: by,
      hostKeyConfirmedAt: new Date(),
    },
  });
  if (count === 0) throw requestError('CONFLICT', { code: 'host_key_not_awaited', name });
  await startEnrollment({ db, temporal }, serverId);
  notifier.publishServer(serverId);
  return getServer(db, serverId);
}
