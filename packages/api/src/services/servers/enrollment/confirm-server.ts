import type { Dependencies } from '../../../process/dependencies';
import { requestError } from '../../../errors/request-error';
import type { ServerDetail } from '../../../views/views';
import { describeKey } from './fingerprint';
import { getServer } from '../get-server';
import { requestChangeNow } from '../../requests/request-change';
import { requireServer } from '../require-server';
import { startEnrollment } from './start-enrollment';

interface Confirmation {
  serverId: string;
  /** Of the key that the person compared. */
  fingerprint: string;
  by: string;
}

type Needed = Pick<Dependencies, 'db' | 'temporal' | 'notifier'>;

/** Has the worker pin the host key that a person has compared, and join the server. */
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
  const request = { kind: 'confirm_host_key', serverId, hostKey: offeredHostKey } as const;
  await requestChangeNow(db, { request, by });
  await startEnrollment({ db, temporal }, { serverId, by });
  notifier.publishServer(serverId);
  return getServer(db, serverId);
}
