import { transaction } from '@milepost/db/client';
import type { Database } from '@milepost/db/client';
import { beginClosing, endOperation, isDone, outcomeOf } from '@milepost/db/operations/close-operation';
import { readLocked } from '@milepost/db/operations/lock-operation';
import type { LockedOperation } from '@milepost/db/operations/lock-operation';
import { hasEnded } from '@milepost/packages-core/contract/statuses';
import type { OperationOutcome } from '@milepost/packages-core/contract/statuses';
import type { Link } from '@milepost/packages-core/engine/reach';
import type { Heartbeat } from '../activities/heartbeat';
import type { Dependencies } from '../dependencies';
import { createLinkWatch } from '../milestone/link-watch';
import { readForeignCancel } from '../temporal/foreign-cancel';
import { createGivenUp } from './given-up';
import { settleServer } from './settle-server';
import type { Settled } from './settle-server';
import { mayLive } from './stop-all';
import type { MeantCommand } from './stop-all';

interface Ending {
  operationId: string;
  /** Whether its workflow was cancelled. */
  cancelled: boolean;
  /** As it was read just now, by who has; else it is read. */
  read?: LockedOperation;
  heartbeat: Heartbeat;
}

/**
 * Fences and stops the server's side of an operation, proves it, writes the outcome, passes the lane on. Harmless twice; whoever
 * is cut off in it leaves it to the next.
 */
export async function close(dependencies: Dependencies, ending: Ending): Promise<OperationOutcome> {
  const { db, failpoint, committed, kick } = dependencies;
  const { operationId, cancelled, heartbeat } = ending;
  const closing =
    (cancelled ? null : await done(db, ending)) ?? (await begin(dependencies, operationId, cancelled));
  if (hasEnded(closing.operation.status)) return closing.operation.status;
  const settled = await settle(dependencies, closing, heartbeat);
  failpoint('close');
  const ended = { operationId, read: closing.operation, ...settled };
  const outcome = await transaction(db, (tx) => endOperation(tx, ended));
  committed(operationId);
  kick(); // the lane may have been passed on
  return outcome;
}

interface Closing {
  operation: LockedOperation;
  /** Every command that was meant for the server. */
  commands: MeantCommand[];
}

/** Where all is done, and the end of every command proven, there is nothing to keep from starting, and the fence stays as it is. */
async function done(db: Database, { operationId, read }: Ending): Promise<Closing | null> {
  const operation = read ?? (await readLocked(db, operationId));
  if (!isDone(operation)) return null;
  const commands = await readCommands(db, operationId);
  return commands.some(mayLive) ? null : { operation, commands };
}

/** Commands are read when the fence is up: none can come after. */
async function begin(
  { db, committed }: Dependencies,
  operationId: string,
  cancelled: boolean,
): Promise<Closing> {
  const foreign = cancelled ? await readForeignCancel() : null;
  const operation = await transaction(db, (tx) => beginClosing(tx, { operationId, cancelled: foreign }));
  committed(operationId);
  return { operation, commands: await readCommands(db, operationId) };
}

function readCommands(db: Database, operationId: string): Promise<MeantCommand[]> {
  return db.command.findMany({
    where: { operationId },
    select: { key: true, answer: true, endedAt: true, spoolId: true },
  });
}

async function settle(
  dependencies: Dependencies,
  { operation, commands }: Closing,
  heartbeat: Heartbeat,
): Promise<Settled> {
  const { db, log, hosts, readPlan, committed } = dependencies;
  if (commands.length === 0) return { stopped: null, unproven: null, record: null }; // nothing was ever meant for the server

  const { serverId, lane } = operation;
  const link = createLinkWatch({
    ...{
      db,
      log,
      operationId: operation.id,
      serverName: lane.serverName,
      notice: operation.notice,
    },
    say: (sentence) => heartbeat.say(sentence),
    doing: 'Making sure that nothing of it runs on the server',
    onStored: () => committed(operation.id),
  });
  const given = createGivenUp(db, operation.id);
  const way: Link = {
    connect: (signal) => {
      given.throwIfSo();
      return hosts.connect({ serverId, credential: 'root' }, signal);
    },
    onLink: (event) => {
      link.onLink(event);
      if (event.kind === 'down') void given.look(event.publicMessage);
    },
    signal: heartbeat.signal,
  };
  try {
    const plan = await readPlan(operation.planHash);
    return await settleServer({
      way,
      operation,
      plan,
      commands,
      outcome: outcomeOf(operation),
      say: heartbeat.say,
    });
  } finally {
    await link.settled();
  }
}
