import type { Begun } from '@milepost/db/operations/begin-milestone';
import type { MilestoneResult } from '@milepost/db/operations/finish-milestone';
import { KEPT } from '@milepost/db/operations/kept-output';
import { readTail } from '@milepost/db/operations/read-tail';
import { recordClaim } from '@milepost/db/operations/record-run';
import type { CommandAnswer, DurableCommand } from '@milepost/packages-core/engine/host';
import { reach } from '@milepost/packages-core/engine/reach';
import { runCommand } from '@milepost/packages-core/engine/run-command';
import type { Dependencies } from '../dependencies';
import { commandStates } from './command-states';
import { createDatabaseSink } from './database-sink';
import { judge } from './judge';
import { TAIL_BYTES, readableTail } from './last-lines';
import { openSecrets } from './open-secrets';
import { STOP_SECONDS } from './stop-seconds';
import type { Told } from './told';
import { undoStates, undoneMilestone } from './undo-states';
import { watchPause } from './watch-pause';

export type Running = Extract<Begun, { do: 'run' }>;

/** Runs or joins the milestone's command to its end, and judges its answer. Throws HostError for what waiting does not mend. */
export async function carryOut(
  dependencies: Dependencies,
  told: Told,
  begun: Running,
): Promise<{ answer: CommandAnswer; result: MilestoneResult }> {
  const { db, failpoint, privateKey, transientRestMs, committed } = dependencies;
  const { operationId, milestone: n, planned, way } = told;
  const { id: commandId, key, fence, spool, claimed, nextOffset: offset, marks } = begun.command;
  const back = begun.operation.direction === -1;
  const states = back
    ? undoStates(planned, begun.operation.removeData)
    : commandStates(planned, begun.milestone.guarded);
  // Nothing on the server to undo, nothing to ask it.
  if (states.length === 0)
    return { answer: { kind: 'done', applied: 0 }, result: { kind: 'done', applied: 0 } };
  const command: DurableCommand = { operation: operationId, key, fence, spool, states };
  const sink = createDatabaseSink({
    ...{ db, operationId, commandId, milestone: n, offset, marks },
    onStored: () => committed(operationId),
    onWait: (wait) => told.board.waiting(wait),
  });

  const pause = watchPause(db, { operationId, signal: way.signal });
  const answer = await runCommand({
    ...way,
    command,
    secrets: await openSecrets(privateKey, told),
    resume: { claimed, offset, marks },
    kept: KEPT,
    sink,
    onClaimed: async (claims) => {
      failpoint('claim', n);
      await recordClaim(db, { commandId, spoolId: spool.id, claims });
    },
    pause: pause.signal,
  }).finally(() => pause.stop());
  await sink.drained({ done: answer.kind === 'done' });
  await told.board.settled(); // what comes of the answer writes notices of its own
  if (answer.kind === 'lost' && answer.alive.length > 0) await stopRest(told, command);

  const tail =
    answer.kind === 'done'
      ? ''
      : readableTail((await readTail(db, { commandId, limitBytes: TAIL_BYTES })).bytes);
  const { retries } = begun.milestone;
  return {
    answer,
    result: judge({
      answer,
      milestone: back ? undoneMilestone(planned) : planned,
      states,
      tail,
      retries,
      restMs: transientRestMs,
    }),
  };
}

/** Its supervisor died and left processes: they must be gone before anything is repeated. */
async function stopRest({ way }: Told, command: DurableCommand): Promise<void> {
  const { signal } = way;
  await reach(way, (host) => host.stop(command, { fence: command.fence, ...STOP_SECONDS, signal }));
}
