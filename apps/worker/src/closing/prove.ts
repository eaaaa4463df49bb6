import { transaction } from '@milepost/db/client';
import { lockOperation } from '@milepost/db/operations/lock-operation';
import { proveEnded } from '@milepost/db/operations/release-lane';
import { reach } from '@milepost/packages-core/engine/reach';
import type { Link } from '@milepost/packages-core/engine/reach';
import type { Dependencies } from '../dependencies';
import { leftProcesses, stopAll } from './stop-all';
import { stoppedSentence } from './stopped-sentence';

interface Proving {
  serverId: string;
  way: Link;
  say: (sentence: string) => void;
}

/**
 * Stops and fences off, on the server, what blocks its lane, and frees the lane when nothing of it is left. Answers with what is
 * still there, in a sentence; null when it is proven, or nothing was blocked. Throws HostError when the server cannot be used.
 */
export async function proveLaneFree(
  { db, committed, kick, touchServer }: Pick<Dependencies, 'db' | 'committed' | 'kick' | 'touchServer'>,
  { serverId, way, say }: Proving,
): Promise<string | null> {
  const lane = await db.lane.findUnique({ where: { id: serverId }, select: { blockedBy: true } });
  const operationId = lane?.blockedBy;
  if (!operationId) return null;
  // The fence is raised first: what is stopped cannot be started again by whoever was told before.
  const operation = await transaction(db, async (tx) => {
    await tx.$executeRaw`update operations set fence = fence + 1 where id = ${operationId}`;
    return lockOperation(tx, operationId);
  });
  const commands = await db.command.findMany({
    where: { operationId },
    select: { key: true, answer: true, endedAt: true, spoolId: true },
  });
  const answers = await stopAll({ way, operation, commands, say });
  await reach(way, (host) => host.fence(operationId, operation.fence)); // also where there was nothing to stop
  const left = leftProcesses(answers);
  if (left.length > 0) return `These processes would not end: ${left.join(', ')}.`;
  const sentence = `Proven on the server: ${stoppedSentence(answers) ?? 'nothing of it runs'}`;
  await transaction(db, async (tx) => {
    await proveEnded(tx, { operation: await lockOperation(tx, operationId), by: null, sentence });
  });
  committed(operationId);
  touchServer(serverId);
  kick();
  return null;
}
