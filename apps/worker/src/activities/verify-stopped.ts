import { transaction } from '@milepost/db/client';
import { lockOperation } from '@milepost/db/operations/lock-operation';
import { nextStep } from '@milepost/db/operations/next-step';
import { nextStepAfter } from '@milepost/db/operations/read-next-step';
import type { NextStep, OperationActivities } from '@milepost/contract/operation-workflow';
import { HostError } from '@milepost/packages-core/engine/host-error';
import { joinSignals } from '@milepost/packages-core/engine/connection/join-signals';
import { verifyServerStopped } from '../closing/verify-server-stopped';
import { continueAs } from '../operations/continue-as';
import type { Dependencies } from '../startup/dependencies';
import { monitorOperation } from '../milestone/connection/monitor-operation';
import type { Heartbeat } from './heartbeat';
import { withHeartbeat } from './heartbeat';

/** How long to wait before the next attempt. */
const RETRY_AFTER_MS = 10_000;

/** This operation holds a blocked queue: verifies that nothing of what blocks it runs, or waits. A person who unblocks it ends the wait. */
export function createVerifyStopped(dependencies: Dependencies): OperationActivities['verifyStopped'] {
  const { db } = dependencies;
  return (operationId) =>
    withHeartbeat(async (heartbeat) => {
      await continueAs(dependencies, { operationId, attempt: heartbeat.attempt });
      const current = await transaction(db, async (tx) => nextStep(await lockOperation(tx, operationId)));
      const verified =
        current.type !== 'verify_stopped' ||
        (await verifyBlockingCommand(dependencies, operationId, heartbeat));
      const next = await transaction(db, async (tx) =>
        nextStepAfter(tx, await lockOperation(tx, operationId)),
      );
      return verified ? next : waitBeforeRetry(next);
    });
}

const waitBeforeRetry = (next: NextStep): NextStep =>
  next.type === 'verify_stopped'
    ? { type: 'wait', title: next.title, status: next.status, ms: RETRY_AFTER_MS }
    : next;

async function verifyBlockingCommand(
  dependencies: Dependencies,
  operationId: string,
  heartbeat: Heartbeat,
): Promise<boolean> {
  const { db } = dependencies;
  const { serverId, monitor, connector } = await monitorOperation(dependencies, {
    ...{ operationId, heartbeat },
    activity: { code: 'verifying_stopped' },
  });
  let unblocked = false;
  const until = joinSignals(heartbeat.signal);
  const timer = setInterval(() => void checkQueue(), 500);
  const checkQueue = async (): Promise<void> => {
    const queue = await db.serverQueue.findUnique({ where: { id: serverId } }).catch(() => undefined);
    if (!queue || (queue.blocked !== null && queue.holder === operationId)) return;
    unblocked = true;
    until.abort(new Error('The queue is not blocked any more'));
  };
  try {
    const remaining = await verifyServerStopped(dependencies, {
      serverId,
      say: heartbeat.say,
      connector: { ...connector, signal: until.signal },
    });
    return remaining === null;
  } catch (error) {
    if (unblocked) return true;
    if (!(error instanceof HostError)) throw error;
    return false;
  } finally {
    clearInterval(timer);
    until.release();
    monitor.onConnectionEvent({ kind: 'up' });
    await monitor.settled();
  }
}
