import { transaction } from '@milepost/db/client';
import { lockOperation } from '@milepost/db/operations/lock-operation';
import { nextOf } from '@milepost/db/operations/next-of';
import { nextAfter } from '@milepost/db/operations/read-next';
import type { Next, OperationActivities } from '@milepost/packages-core/contract/operation-workflow';
import { HostError } from '@milepost/packages-core/engine/host-error';
import { proveLaneFree } from '../closing/prove';
import type { Dependencies } from '../dependencies';
import { createLinkWatch } from '../milestone/link-watch';
import type { Heartbeat } from './heartbeat';
import { withHeartbeat } from './heartbeat';

/** How long a server that cannot give the proof is left alone. */
const AGAIN_MS = 10_000;

/** The lane is ours and blocked: proves that nothing runs of what blocks it, or waits. A person who has looked ends the wait. */
export function createProveLane(dependencies: Dependencies): OperationActivities['proveLane'] {
  const { db } = dependencies;
  return (operationId) =>
    withHeartbeat(async (heartbeat) => {
      const told = await transaction(db, async (tx) => nextOf(await lockOperation(tx, operationId)));
      const proven = told.do !== 'prove' || (await prove(dependencies, operationId, heartbeat));
      const next = await transaction(db, async (tx) => nextAfter(tx, await lockOperation(tx, operationId)));
      return proven ? next : later(next);
    });
}

const later = (next: Next): Next =>
  next.do === 'prove' ? { do: 'wait', title: next.title, status: next.status, ms: AGAIN_MS } : next;

async function prove(
  dependencies: Dependencies,
  operationId: string,
  heartbeat: Heartbeat,
): Promise<boolean> {
  const { db, log, hosts, committed } = dependencies;
  const { serverId, notice, server } = await db.operation.findUniqueOrThrow({
    where: { id: operationId },
    select: { serverId: true, notice: true, server: { select: { name: true } } },
  });
  const link = createLinkWatch({
    ...{ db, log, operationId, serverName: server.name, notice },
    say: (sentence) => heartbeat.say(sentence),
    doing: 'Proving that nothing of an earlier command runs on the server',
    onStored: () => committed(operationId),
  });
  const looked = new AbortController();
  const signal = AbortSignal.any([heartbeat.signal, looked.signal]);
  const timer = setInterval(() => void look(), 500);
  const look = async (): Promise<void> => {
    const lane = await db.lane.findUnique({ where: { id: serverId } }).catch(() => undefined);
    if (lane && (lane.blocked === null || lane.holder !== operationId)) looked.abort();
  };
  try {
    const left = await proveLaneFree(dependencies, {
      serverId,
      say: heartbeat.say,
      way: {
        connect: (until) => hosts.connect({ serverId, credential: 'root' }, until),
        onLink: (event) => link.onLink(event),
        signal,
      },
    });
    return left === null;
  } catch (error) {
    if (looked.signal.aborted) return true;
    if (!(error instanceof HostError)) throw error;
    return false;
  } finally {
    clearInterval(timer);
    link.onLink({ kind: 'up' });
    await link.settled();
  }
}
