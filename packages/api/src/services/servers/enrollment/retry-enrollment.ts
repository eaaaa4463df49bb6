import { readLoginUser, renameLoginUser, storeLogin } from '@milepost/db/servers/server-login';
import type { Server } from '@milepost/db/types';
import type { Dependencies } from '../../../process/dependencies';
import { AppError } from '../../../errors/app-error';
import { requestError } from '../../../errors/request-error';
import type { ServerDetail } from '../../../views/views';
import { getServer } from '../get-server';
import { sealLogin } from './login';
import type { Login } from './login';
import { readHostKey } from './read-host-key';
import { requestChangeNow } from '../../requests/request-change';
import { requireServer } from '../require-server';
import { startEnrollment } from './start-enrollment';

interface RetryEnrollment {
  serverId: string;
  username?: string | undefined;
  /** Needed where the login was forgotten, which it is as soon as it has served or was refused. */
  login?: Login | undefined;
  by: string;
}

type Needed = Pick<Dependencies, 'db' | 'temporal' | 'sealingKey' | 'notifier'>;

/** Enrolls a server again, or reads its host key again where a person has to confirm one. */
export async function retryEnrollment(needed: Needed, request: RetryEnrollment): Promise<ServerDetail> {
  const { db, notifier } = needed;
  const server = await requireServer(db, request.serverId);
  if (server.status === 'ready')
    throw requestError('CONFLICT', { code: 'server_connected', name: server.name });
  await keepLogin(needed, server, request);
  const known = server.pinnedHostKey !== null && server.status !== 'host_key_changed';
  if (known && server.status !== 'awaiting_confirmation') await enrollAgain(needed, server, request.by);
  else await readKeyAgain(needed, server, request.by);
  notifier.publishServer(server.id);
  return getServer(db, server.id);
}

async function keepLogin(
  { db, sealingKey }: Needed,
  server: Server,
  { serverId, username, login }: RetryEnrollment,
): Promise<void> {
  const stored = await readLoginUser(db, serverId);
  if (login) {
    const sealed = await sealLogin(sealingKey, server, login);
    const name = username ?? stored;
    if (!name) throw requestError('BAD_REQUEST', { code: 'username_missing' }, { field: 'username' });
    await storeLogin(db, { serverId, username: name, sealed });
  } else if (stored === null) {
    throw requestError('BAD_REQUEST', { code: 'login_missing' }, { field: 'login.password' });
  } else if (username) {
    await renameLoginUser(db, { serverId, username });
  }
}

async function enrollAgain({ db, temporal }: Needed, { id: serverId }: Server, by: string): Promise<void> {
  await requestChangeNow(db, { request: { kind: 'reopen_enrollment', serverId }, by });
  await startEnrollment({ db, temporal }, { serverId, by });
}

/** A changed key is offered again; the old one stays pinned until a person confirms. */
async function readKeyAgain(
  { db, temporal }: Needed,
  { id: serverId, status }: Server,
  by: string,
): Promise<void> {
  const problem = await readHostKey(temporal, serverId);
  if (problem) throw new AppError('PRECONDITION_FAILED', problem);
  await requestChangeNow(db, { request: { kind: 'await_confirmation', serverId, status }, by });
}
