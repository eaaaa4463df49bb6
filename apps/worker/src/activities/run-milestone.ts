import { transaction } from '@milepost/db/client';
import { beginMilestone } from '@milepost/db/operations/begin-milestone';
import type { Begun } from '@milepost/db/operations/begin-milestone';
import { beginUndisturbed } from '@milepost/db/operations/begin-undisturbed';
import { finishMilestone } from '@milepost/db/operations/finish-milestone';
import type { MilestoneResult } from '@milepost/db/operations/finish-milestone';
import { finishUndisturbed } from '@milepost/db/operations/finish-undisturbed';
import { lockOperation } from '@milepost/db/operations/lock-operation';
import { nextOf } from '@milepost/db/operations/next-of';
import type { Next, OperationActivities } from '@milepost/packages-core/contract/operation-workflow';
import type { SpoolState } from '@milepost/packages-core/engine/host';
import { HostError } from '@milepost/packages-core/engine/host-error';
import { reach } from '@milepost/packages-core/engine/reach';
import { close } from '../closing/close';
import type { Dependencies } from '../dependencies';
import { carryOut } from '../milestone/carry-out';
import type { Running } from '../milestone/carry-out';
import type { Instruction, Told } from '../milestone/told';
import { tell } from '../milestone/told';
import { withHeartbeat } from './heartbeat';

export function createRunMilestone(dependencies: Dependencies): OperationActivities['runMilestone'] {
  return (operationId, milestone, epoch) =>
    withHeartbeat((heartbeat) => runMilestone(dependencies, { operationId, milestone, epoch, heartbeat }));
}

/**
 * One milestone as one durable command. Any number of attempts, on any worker, join the same one; it never stops
 * anything on the server, it only lets go.
 */
export async function runMilestone(dependencies: Dependencies, instruction: Instruction): Promise<Next> {
  const { failpoint, committed } = dependencies;
  const { operationId, milestone } = instruction;
  const told = await tell(dependencies, instruction);
  try {
    const next = await run(dependencies, told);
    failpoint('completion', milestone);
    return next;
  } finally {
    await told.board.settled();
    committed(operationId);
  }
}

async function run(dependencies: Dependencies, told: Told): Promise<Next> {
  const { failpoint, committed } = dependencies;
  failpoint('intent', told.milestone);
  let begun: Begun | undefined;
  try {
    begun = await begin(dependencies, told, await readSpool(told));
    if (begun.do === 'answer') return begun.next;
    committed(told.operationId);
    const outcome = await carryOut(dependencies, told, begun);
    failpoint('exit-record', told.milestone);
    return await finish(dependencies, told, { begun, ...outcome });
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    begun ??= await begin(dependencies, told, UNREAD);
    if (begun.do === 'answer') return begun.next;
    const answer = { kind: 'unreached', code: error.code };
    return await finish(dependencies, told, {
      begun,
      answer,
      result: { kind: 'failed', sentence: error.publicMessage, unproven: begun.command.spool.id !== '' },
    });
  }
}

/** Of a command that could not even be prepared, or was committed before and keeps its own. */
const UNREAD: SpoolState = { id: '', claims: 0, bootId: '' };

/** Known before the intent is committed. */
const readSpool = async ({ intended, way }: Told): Promise<SpoolState> =>
  intended ? UNREAD : reach(way, async (host) => host.lastSpool() ?? (await host.spool()));

async function begin({ db }: Dependencies, told: Told, spool: SpoolState): Promise<Begun> {
  const { operationId, milestone, epoch } = told;
  const intent = { operationId, milestone, epoch, spool };
  return (await beginUndisturbed(db, intent)) ?? transaction(db, (tx) => beginMilestone(tx, intent));
}

interface Finished {
  begun: Running;
  answer: { kind: string; reason?: string };
  result: MilestoneResult;
}

/**
 * Stores what became of it, last of all, and answers what comes next. The last milestone's operation is closed here, for a hop through
 * Temporal costs more than the closing; where it is cut off in that, closeOperation does it.
 */
async function finish(dependencies: Dependencies, told: Told, finished: Finished): Promise<Next> {
  const { db, failpoint, decideWithinMs, committed } = dependencies;
  const { operationId, milestone, epoch } = told;
  const { begun, answer, result } = finished;
  const { id: commandId, fence } = begun.command;
  if (result.kind === 'done') {
    failpoint('event-commit', milestone);
    const stands = await finishUndisturbed(db, { ...begun, commandId, answer, applied: result.applied });
    if (stands?.next.do === 'close') {
      committed(operationId);
      const ending = { operationId, cancelled: false, read: stands.operation, heartbeat: told.heartbeat };
      return { do: 'end', outcome: await close(dependencies, ending) };
    }
    if (stands) return stands.next;
  }
  return transaction(db, async (tx) => {
    if (answer.reason === 'fenced') {
      // Where another run has taken the same command up since, with a higher fence, that one has the word.
      const operation = await lockOperation(tx, operationId);
      if (operation.fence > fence) return nextOf(operation);
    }
    const next = await finishMilestone(tx, {
      operationId,
      milestone,
      epoch,
      commandId,
      answer,
      result,
      decideWithinMs,
    });
    failpoint('event-commit', milestone);
    return next;
  });
}
