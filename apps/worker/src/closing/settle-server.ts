import type { LockedOperation } from '@milepost/db/operations/lock-operation';
import type { Plan } from '@milepost/packages-core/contract/plan';
import type { OperationOutcome } from '@milepost/packages-core/contract/statuses';
import type { StopAnswer } from '@milepost/packages-core/engine/host';
import { HostError } from '@milepost/packages-core/engine/host-error';
import { reach } from '@milepost/packages-core/engine/reach';
import type { Link } from '@milepost/packages-core/engine/reach';
import { STOP_SECONDS } from '../milestone/stop-seconds';
import { stoppedSentence } from './stopped-sentence';

interface Settling {
  way: Link;
  operation: Pick<LockedOperation, 'id' | 'fence'>;
  plan: Plan;
  /** Every command that was meant for the server. */
  commands: { key: string; answer: unknown; endedAt: Date | null }[];
  outcome: OperationOutcome;
  say: (sentence: string) => void;
}

export interface Settled {
  /** What stopping came to: "stopped clean"; null when nothing had to be. */
  stopped: string | null;
  /** What was installed; null unless it completes. */
  record: { version: string | null; configuration: object } | null;
}

/**
 * Makes sure that nothing of an operation runs on its server or ever will: stops what may live and raises the fence. One that
 * failed may be tried again; another leaves a tombstone. Harmless twice. A server that cannot be used at all leaves it unknown.
 */
export async function settleServer(settling: Settling): Promise<Settled> {
  // The version is asked for first: after the tombstone there is nothing left to come back to.
  const record = settling.outcome === 'completed' ? await readRecord(settling) : null;
  try {
    return { stopped: stoppedSentence(await stopAndFence(settling)), record };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { stopped: `unknown: ${error.publicMessage.replace(/[.]$/, '')}`, record };
  }
}

async function stopAndFence(settling: Settling): Promise<StopAnswer[]> {
  const { way, operation, commands, outcome } = settling;
  const { id, fence } = operation;
  await reach(way, (host) => host.spool()); // where its records were deleted there is a place for the fence again
  const answers: StopAnswer[] = [];
  for (const { key } of commands.filter(mayLive)) answers.push(await stop(settling, key));
  await reach(way, (host) => (outcome === 'failed' ? host.fence(id, fence) : host.close(id, fence)));
  return answers;
}

/** An exit record is the one proof that a command has ended. */
function mayLive({ answer, endedAt }: Settling['commands'][number]): boolean {
  const { kind } = (answer ?? {}) as { kind?: string };
  return endedAt === null || !PROVEN.includes(kind ?? '');
}

const PROVEN = ['done', 'failed', 'paused', 'spool_full'];
const DPKG_ROUNDS = 30;

/** A dpkg at work is let finish: a round takes a minute at the most. */
async function stop({ way, operation, say }: Settling, key: string): Promise<StopAnswer> {
  const ref = { operation: operation.id, key };
  const options = { fence: operation.fence, ...STOP_SECONDS, signal: way.signal };
  for (let round = 1; ; round++) {
    const answer = await reach(way, (host) => host.stop(ref, options));
    if (answer.kind !== 'dpkg_working' || round === DPKG_ROUNDS) return answer;
    say(`Waiting for dpkg to finish (${answer.processes.join(', ')})`);
  }
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
