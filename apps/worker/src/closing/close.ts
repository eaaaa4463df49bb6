import { transaction } from '@milepost/db/client';
import type { Database } from '@milepost/db/client';
import {
  prepareClose,
  finalizeOperation,
  outcomeOf,
} from '@milepost/db/operations/lifecycle/close-operation';
import type { LockedOperation } from '@milepost/db/operations/lock-operation';
import { requestFacts } from '@milepost/db/servers/server-checks';
import { hasEnded } from '@milepost/contract/statuses';
import type { OperationOutcome } from '@milepost/contract/statuses';
import type { HostConnector } from '@milepost/packages-core/engine/connection/with-reconnect';
import type { Heartbeat } from '../activities/heartbeat';
import { UntrustedPlan } from '../plans/read-plan';
import type { Dependencies } from '../startup/dependencies';
import { createConnectionMonitor } from '../milestone/connection/connection-monitor';
import { readCancelRequest } from '../temporal/read-cancel-request';
import { createAbandonment } from './abandonment';
import { stopOnServer } from './stop-on-server';
import type { StopOutcome } from './stop-on-server';
import type { IssuedCommand } from './stop-all';

interface CloseInput {
  operationId: string;
  /** Whether its workflow was canceled. */
  canceled: boolean;
  heartbeat: Heartbeat;
}

/**
 * Fences and stops the server's side of an operation, verifies that, stores the outcome and releases the queue. Idempotent; an attempt that
 * is cut off leaves the rest to the next one.
 */
export async function close(
  dependencies: Dependencies,
  { operationId, canceled, heartbeat }: CloseInput,
): Promise<OperationOutcome> {
  const { db, log, failpoint, publishOperation } = dependencies;
  const prepared = await prepare(dependencies, operationId, canceled);
  if (hasEnded(prepared.operation.status)) return prepared.operation.status;
  const stopped = await stop(dependencies, prepared, heartbeat);
  failpoint('close');
  const input = { operationId, read: prepared.operation, ...stopped };
  const outcome = await transaction(db, (tx) => finalizeOperation(tx, input));
  publishOperation(operationId);
  await requestFacts(db, prepared.operation.serverId).catch((error: unknown) => {
    log.warn({ operationId, reason: String(error) }, 'The facts of a server could not be marked as due');
  });
  return outcome;
}

interface PreparedClose {
  operation: LockedOperation;
  /** Every command that was issued for the server. */
  commands: IssuedCommand[];
}

/** Commands are read when the fence is up: none can come after. */
async function prepare(
  { db, publishOperation }: Dependencies,
  operationId: string,
  canceled: boolean,
): Promise<PreparedClose> {
  const request = canceled ? await readCancelRequest() : null;
  const operation = await transaction(db, (tx) => prepareClose(tx, { operationId, canceled: request }));
  publishOperation(operationId);
  return { operation, commands: await readCommands(db, operationId) };
}

function readCommands(db: Database, operationId: string): Promise<IssuedCommand[]> {
  return db.command.findMany({
    where: { operationId },
    select: { key: true, answer: true, endedAt: true, spoolId: true },
  });
}

async function stop(
  dependencies: Dependencies,
  { operation, commands }: PreparedClose,
  heartbeat: Heartbeat,
): Promise<StopOutcome> {
  const { db, log, hosts, readPlan, publishOperation } = dependencies;
  if (commands.length === 0)
    return { stopped: null, unverifiedCommand: null, record: null, leftovers: null, absent: false }; // no command was ever issued

  const { serverId, queue } = operation;
  const monitor = createConnectionMonitor({
    ...{
      db,
      log,
      operationId: operation.id,
      serverName: queue.serverName,
      notice: operation.notice,
    },
    say: heartbeat.say,
    activity: { code: 'closing' },
    onStored: () => publishOperation(operation.id),
  });
  const abandonment = createAbandonment(db, operation.id);
  const connector: HostConnector = {
    connect: (signal) => {
      abandonment.throwIfAbandoned();
      return hosts.connect({ serverId, credential: 'root' }, signal);
    },
    onConnectionEvent: (event) => {
      monitor.onConnectionEvent(event);
      if (event.kind === 'down') void abandonment.refresh(event.problem);
    },
    signal: heartbeat.signal,
  };
  try {
    const plan = await readPlan({ ...operation, operationId: operation.id }).catch(nullIfUntrusted);
    return await stopOnServer({
      connector,
      operation,
      plan,
      commands,
      outcome: outcomeOf(operation),
      say: heartbeat.say,
    });
  } finally {
    await monitor.settled();
  }
}

/** What runs on the server is stopped whatever became of the plan; nothing of a plan that is not ours is run for it. */
function nullIfUntrusted(error: unknown): null {
  if (error instanceof UntrustedPlan) return null;
  throw error;
}
