import type { ActivityState } from '@milepost/contract/messages/temporal/activities';
import type { UnverifiedCommand } from '@milepost/contract/unverified-command';
import type { StopSummary } from '@milepost/contract/conclusion';
import type { InstallationRecord } from '@milepost/db/operations/installations/update-installation';
import type { LockedOperation } from '@milepost/db/operations/lock-operation';
import type { Plan, PlannedCommand } from '@milepost/contract/plan';
import type { OperationOutcome } from '@milepost/contract/statuses';
import type { StopResult } from '@milepost/packages-core/engine/host';
import { HostError } from '@milepost/packages-core/engine/host-error';
import { completeScript } from '@milepost/packages-core/dsl/plan/stored-libraries';
import { withReconnect } from '@milepost/packages-core/engine/connection/with-reconnect';
import type { HostConnector } from '@milepost/packages-core/engine/connection/with-reconnect';
import { readDiscovered } from './read-discovered';
import { isAbsent, findLeftovers } from './find-leftovers';
import { remainingProcesses, mayBeRunning, stopAll } from './stop-all';
import type { IssuedCommand } from './stop-all';
import { stopSummary } from './stop-summary';

interface StopRequest {
  connector: HostConnector;
  operation: Pick<LockedOperation, 'id' | 'fence' | 'title'>;
  /** Null where what is stored is not a plan of ours: then nothing is read by it. */
  plan: Plan | null;
  /** Every command that was issued for the server. */
  commands: IssuedCommand[];
  outcome: OperationOutcome;
  say: (state: ActivityState) => void;
}

export interface StopOutcome {
  /** What stopping came to; null when nothing had to be. */
  stopped: StopSummary | null;
  /** The command that is not verified to have stopped; null when all have. */
  unverifiedCommand: UnverifiedCommand | null;
  /** What was installed; null unless it completes. */
  record: InstallationRecord | null;
  /** What an install that does not complete leaves on the server, in a few words each; null where nobody has looked. */
  leftovers: string[] | null;
  /** Of an install that was rolled back or canceled: whether nothing of the package is there at all. */
  absent: boolean;
}

/**
 * Stops every command of an operation that may be running and raises the fence, so that none can start again. An operation that
 * failed may be retried; any other leaves a tombstone. Idempotent. A server that cannot be used, or that was
 * abandoned, leaves the outcome unknown.
 */
export async function stopOnServer(request: StopRequest): Promise<StopOutcome> {
  // The version is read first: after the tombstone there is nothing left to return to.
  const record = request.outcome === 'completed' ? await readRecord(request) : null;
  const { connector, operation, commands, outcome, say } = request;
  try {
    const answers = await stopAll({ connector, operation, commands, say });
    const unverifiedCommand = describeRemaining(request, answers);
    // Before the tombstone, which deletes the captures that this reads.
    const leftovers = unverifiedCommand === null ? await readLeftovers(request) : UNKNOWN;
    const { id, fence } = operation;
    await withReconnect(connector, (host) =>
      outcome === 'failed' ? host.fence(id, fence) : host.close(id, fence),
    );
    return { stopped: stopSummary(answers), unverifiedCommand, record, ...leftovers };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    const unverifiedCommand: UnverifiedCommand | null = commands.some(mayBeRunning)
      ? { code: 'operation_may_run', operation: operation.title }
      : null;
    return {
      stopped: { code: 'unknown', problem: error.problem },
      unverifiedCommand,
      record,
      ...UNKNOWN,
    };
  }
}

type Leftovers = Pick<StopOutcome, 'leftovers' | 'absent'>;

const UNKNOWN: Leftovers = { leftovers: null, absent: false };

async function readLeftovers({ connector, operation, plan, outcome }: StopRequest): Promise<Leftovers> {
  if (plan?.kind !== 'install' || outcome === 'completed') return UNKNOWN;
  const leftovers = await findLeftovers({ connector, operationId: operation.id, plan });
  const maybeAbsent = outcome === 'canceled' && leftovers?.length === 0;
  return { leftovers, absent: maybeAbsent && (await isAbsent({ connector, plan })) === true };
}

function describeRemaining({ operation }: StopRequest, answers: StopResult[]): UnverifiedCommand | null {
  const processes = remainingProcesses(answers);
  return processes.length === 0
    ? null
    : { code: 'processes_remaining', operation: operation.title, processes };
}

async function readRecord({ connector, plan }: StopRequest): Promise<InstallationRecord> {
  if (plan === null) return { version: null, configuration: {} };
  const { configuration, version, copies } = plan.record;
  const lines = async (command: PlannedCommand | null | undefined, maxBytes: number): Promise<string[]> => {
    if (!command) return [];
    const { exitCode, stdout } = await withReconnect(connector, (host) =>
      host.read(completeScript(plan.libraries, command), { maxBytes }),
    );
    return exitCode === 0 ? stdout.split('\n').filter((line) => line.trim() !== '') : [];
  };
  try {
    const [[installed], keptCopies, discovered] = await Promise.all([
      ...([lines(version, 1024), lines(copies, 8192)] as const),
      readDiscovered(connector, plan),
    ]);
    return {
      ...(discovered && { discovered }),
      version: installed?.trim().slice(0, 200) ?? null,
      configuration: { ...configuration, ...(keptCopies.length > 0 && { keptCopies }) },
    };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { version: null, configuration };
  }
}
