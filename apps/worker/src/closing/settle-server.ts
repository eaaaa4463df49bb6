import type { LockedOperation } from '@milepost/db/operations/lock-operation';
import type { Plan } from '@milepost/packages-core/contract/plan';
import type { OperationOutcome } from '@milepost/packages-core/contract/statuses';
import type { StopAnswer } from '@milepost/packages-core/engine/host';
import { HostError } from '@milepost/packages-core/engine/host-error';
import { reach } from '@milepost/packages-core/engine/reach';
import type { Link } from '@milepost/packages-core/engine/reach';
import { leftProcesses, mayLive, stopAll } from './stop-all';
import type { MeantCommand } from './stop-all';
import { stoppedSentence } from './stopped-sentence';

interface Settling {
  way: Link;
  operation: Pick<LockedOperation, 'id' | 'fence' | 'title'>;
  plan: Plan;
  /** Every command that was meant for the server. */
  commands: MeantCommand[];
  outcome: OperationOutcome;
  say: (sentence: string) => void;
}

export interface Settled {
  /** What stopping came to: "stopped clean"; null when nothing had to be. */
  stopped: string | null;
  /** The command of which nothing proves that it has ended; null when all have. */
  unproven: string | null;
  /** What was installed; null unless it completes. */
  record: { version: string | null; configuration: object } | null;
}

/**
 * Makes sure that nothing of an operation runs on its server or ever will: stops what may live and raises the fence. One that
 * failed may be tried again; another leaves a tombstone. Harmless twice. A server that cannot be used at all, or that nobody
 * waits for any more, leaves it unknown.
 */
export async function settleServer(settling: Settling): Promise<Settled> {
  // The version is asked for first: after the tombstone there is nothing left to come back to.
  const record = settling.outcome === 'completed' ? await readRecord(settling) : null;
  const { way, operation, commands, outcome, say } = settling;
  try {
    const answers = await stopAll({ way, operation, commands, say });
    const { id, fence } = operation;
    await reach(way, (host) => (outcome === 'failed' ? host.fence(id, fence) : host.close(id, fence)));
    return { stopped: stoppedSentence(answers), unproven: leftBehind(settling, answers), record };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    const unproven = commands.some(mayLive) ? `What “${operation.title}” began may still run` : null;
    return { stopped: `unknown: ${error.publicMessage.replace(/[.]$/, '')}`, unproven, record };
  }
}

function leftBehind({ operation }: Settling, answers: StopAnswer[]): string | null {
  const left = leftProcesses(answers);
  return left.length === 0 ? null : `Processes of “${operation.title}” would not end: ${left.join(', ')}`;
}

async function readRecord({ way, plan }: Settling): Promise<NonNullable<Settled['record']>> {
  const { configuration, version } = plan.record;
  if (!version) return { version: null, configuration };
  try {
    const { exitCode, stdout } = await reach(way, (host) => host.read(version.script, { maxBytes: 1024 }));
    return { version: exitCode === 0 ? stdout.trim().slice(0, 200) || null : null, configuration };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { version: null, configuration };
  }
}
