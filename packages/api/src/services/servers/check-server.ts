import { setTimeout as sleep } from 'node:timers/promises';
import { requestCheck } from '@milepost/db/servers/server-checks';
import type { Dependencies } from '../../process/dependencies';
import { requestError } from '../../errors/request-error';
import type { ServerDetail } from '../../views/views';
import { getServer } from './get-server';
import { requireServer } from './require-server';

const WAIT_MS = 30_000;
const POLL_MS = 250;

/**
 * Has a worker check at once whether a ready server can be reached, and answers with the server after that. Throws AppError where no
 * worker did within 30 s.
 */
export async function checkServer({ db }: Pick<Dependencies, 'db'>, serverId: string): Promise<ServerDetail> {
  const server = await requireServer(db, serverId);
  if (server.status !== 'ready')
    throw requestError('CONFLICT', { code: 'server_not_connected', name: server.name });
  const lastCheck = async (): Promise<number> => {
    const check = await db.serverCheck.findUnique({ where: { serverId }, select: { checkedAt: true } });
    return Number(check?.checkedAt ?? 0);
  };
  const before = await lastCheck();
  await requestCheck(db, serverId);
  for (const until = Date.now() + WAIT_MS; Date.now() < until; await sleep(POLL_MS))
    if ((await lastCheck()) > before) return getServer(db, serverId);
  throw requestError('PRECONDITION_FAILED', { code: 'server_not_checked', name: server.name });
}
