import type { Server } from '@milepost/db/types';
import type { Dependencies } from '../../dependencies';
import { AppError } from '../../errors/app-error';
import type { ServerDetail } from '../../views';
import { getServer } from './get-server';
import { sealLogin } from './login';
import type { Login } from './login';
import { readHostKey } from './read-host-key';
import { requireServer } from './require-server';
import { startJoin } from './start-join';

interface Again {
  serverId: string;
  username?: string | undefined;
  /** Needed where the login was forgotten, which it is as soon as it has served or was refused. */
  login?: Login | undefined;
}

type Needed = Pick<Dependencies, 'db' | 'temporal' | 'sealingKey' | 'notifier'>;

/** Joins a server again, or reads its host key again where a person has to confirm one. */
export async function tryServerAgain(needed: Needed, again: Again): Promise<ServerDetail> {
  const { db, notifier } = needed;
  const server = await requireServer(db, again.serverId);
  if (server.status === 'ready') throw new AppError('CONFLICT', `${server.name} has joined already.`);
  await keepLogin(needed, again);
  const known = server.pinnedHostKey !== null && server.status !== 'host_key_changed';
  if (known && server.status !== 'awaiting_confirmation') await joinAgain(needed, server);
  else await readKeyAgain(needed, server);
  notifier.touchServer(server.id);
  return getServer(db, server.id);
}

async function keepLogin({ db, sealingKey }: Needed, { serverId, username, login }: Again): Promise<void> {
  const kept = await db.serverLogin.findUnique({ where: { serverId }, select: { username: true } });
  if (login) {
    const sealed = await sealLogin(sealingKey, serverId, login);
    const name = username ?? kept?.username;
    if (!name)
      throw new AppError('BAD_REQUEST', 'Enter the user name.', {
        fields: { username: 'Enter the user name.' },
      });
    const data = { username: name, sealed };
    await db.serverLogin.upsert({ where: { serverId }, create: { serverId, ...data }, update: data });
  } else if (!kept) {
    const message = 'The login was forgotten; enter it again.';
    throw new AppError('BAD_REQUEST', message, { fields: { 'login.password': message } });
  } else if (username) {
    await db.serverLogin.update({ where: { serverId }, data: { username } });
  }
}

async function joinAgain({ db, temporal }: Needed, { id }: Server): Promise<void> {
  await db.server.updateMany({
    where: { id, status: { in: ['join_failed', 'joining'] } },
    data: { status: 'joining', problem: null },
  });
  await startJoin({ db, temporal }, id);
}

/** A key that has changed is offered anew; the old one stays pinned until a person confirms. */
async function readKeyAgain({ db, temporal }: Needed, { id, status }: Server): Promise<void> {
  const problem = await readHostKey(temporal, id);
  if (problem) throw new AppError('PRECONDITION_FAILED', problem);
  await db.server.updateMany({
    where: { id, status },
    data: { status: 'awaiting_confirmation', problem: null },
  });
}
