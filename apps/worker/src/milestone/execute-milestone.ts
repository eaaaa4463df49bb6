import type { BeginResult } from '@milepost/db/operations/milestones/begin-milestone';
import type { MilestoneResult } from '@milepost/db/operations/milestones/milestone-result';
import { OUTPUT_RETENTION } from '@milepost/db/operations/output/output-retention';
import type { UnstoredPhases } from '@milepost/db/operations/output/output-marks';
import { recordClaim } from '@milepost/db/operations/milestones/record-run';
import { recordWarning } from '@milepost/db/operations/milestones/record-warning';
import type { CommandResult, DurableCommand } from '@milepost/packages-core/engine/host';
import { withReconnect } from '@milepost/packages-core/engine/connection/with-reconnect';
import { runCommand } from '@milepost/packages-core/engine/run-command';
import type { Dependencies } from '../startup/dependencies';
import { commandStates, milestoneLibraries } from './command-states';
import { createDatabaseSink, NO_PHASES } from './output/database-sink';
import { investigate } from './failure/investigate';
import { interpretResult } from './failure/interpret-result';
import { openSecrets } from './open-secrets';
import { STOP_SECONDS } from './stop-seconds';
import type { MilestoneRun } from './load-milestone-run';
import { undoStates, rollbackMilestone } from './rollback/undo-states';
import { watchPause } from './watch-pause';

export type StartedMilestone = Extract<BeginResult, { type: 'run' }>;

interface ExecutionResult {
  answer: CommandResult;
  result: MilestoneResult;
  /** To be stored with the result. */
  unstored: UnstoredPhases;
}

/** Runs the milestone's command or attaches to it, and interprets its result. Throws HostError for what waiting does not mend. */
export async function executeMilestone(
  dependencies: Dependencies,
  milestoneRun: MilestoneRun,
  started: StartedMilestone,
): Promise<ExecutionResult> {
  const { db, failpoint, privateKey, retryDelaysMs, publishOperation } = dependencies;
  const { operationId, milestone: n, planned, connector } = milestoneRun;
  const { id: commandId, key, fence, spool, claimed, nextOffset: offset, marks } = started.command;
  const rollingBack = started.operation.direction === -1;
  const states = rollingBack
    ? undoStates(planned, started.operation.removeData)
    : commandStates(planned, started.milestone.noReapplyStates);
  // Nothing on the server to undo, nothing to ask it.
  if (states.length === 0)
    return {
      answer: { kind: 'done', applied: 0 },
      result: { kind: 'done', applied: 0 },
      unstored: NO_PHASES,
    };
  const libraries = milestoneLibraries(milestoneRun.plan, planned, rollingBack);
  const command: DurableCommand = { operation: operationId, key, fence, spool, libraries, states };
  const sink = createDatabaseSink({
    ...{ db, operationId, commandId, milestone: n, offset, marks },
    onStored: () => publishOperation(operationId),
    onWait: (wait) => milestoneRun.notices.waiting(wait),
    onWarning: (sentence) => {
      milestoneRun.notices.write(() => recordWarning(db, { operationId, milestone: n, sentence }));
    },
  });

  const pause = watchPause(db, { operationId, signal: connector.signal });
  const secrets = await openSecrets(privateKey, milestoneRun);
  const answer = await runCommand({
    ...connector,
    command,
    secrets,
    resume: { claimed, offset, marks },
    outputLimit: OUTPUT_RETENTION,
    sink,
    confirm: milestoneRun.confirm,
    onClaimed: async (claims) => {
      failpoint('claim', n);
      await recordClaim(db, { commandId, spoolId: spool.id, claims });
    },
    pause: pause.signal,
  }).finally(() => pause.stop());
  const unstored = await sink.drained({ done: answer.kind === 'done' });
  await milestoneRun.notices.settled(); // what comes of the answer writes notices of its own
  if (answer.kind === 'lost' && answer.survivors.length > 0) await stopSurvivors(milestoneRun, command);

  const { retries } = started.milestone;
  const described = rollingBack ? rollbackMilestone(planned) : planned;
  const isLastAttempt = retries >= retryDelaysMs.length;
  const investigation = await investigate(dependencies, milestoneRun, {
    ...{ commandId, answer, secrets, milestone: described, isLastAttempt },
  });
  return {
    answer,
    unstored,
    result: interpretResult({
      answer,
      milestone: described,
      states,
      ...investigation,
      retries,
      retryDelaysMs: retryDelaysMs,
    }),
  };
}

/** Its supervisor died and left processes: they must be gone before anything is repeated. */
async function stopSurvivors({ connector }: MilestoneRun, command: DurableCommand): Promise<void> {
  const { signal } = connector;
  await withReconnect(connector, (host) =>
    host.stop(command, { fence: command.fence, ...STOP_SECONDS, signal }),
  );
}
