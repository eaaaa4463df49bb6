import type { LockedOperation } from '@milepost/db/operations/lock-operation';
import type { StopAnswer } from '@milepost/packages-core/engine/host';
import { reach } from '@milepost/packages-core/engine/reach';
import type { Link } from '@milepost/packages-core/engine/reach';
import { STOP_SECONDS } from '../milestone/stop-seconds';

/** A command that was meant for the server. */
export interface MeantCommand {
  key: string;
  answer: unknown;
  /** Empty where the server was never reached for it: then nothing was sent. */
  spoolId: string;
  endedAt: Date | null;
}

export interface Stopping {
  way: Link;
  operation: Pick<LockedOperation, 'id' | 'fence'>;
  commands: MeantCommand[];
  say: (sentence: string) => void;
}

/** Stops every command of an operation that may live, under its fence. Throws HostError for what waiting does not mend. */
export async function stopAll(stopping: Stopping): Promise<StopAnswer[]> {
  const living = stopping.commands.filter(mayLive);
  if (living.length > 0) await reach(stopping.way, (host) => host.spool()); // where its records were deleted there is a place for the fence again
  const answers: StopAnswer[] = [];
  for (const { key } of living) answers.push(await stop(stopping, key));
  return answers;
}

/** What would not end: process names with ids, or a dpkg at work. */
export function leftProcesses(answers: StopAnswer[]): string[] {
  return answers.flatMap((answer) => (answer.kind === 'clean' ? [] : answer.processes));
}

/** An exit record is the one proof that a command has ended. */
export function mayLive({ answer, endedAt, spoolId }: MeantCommand): boolean {
  if (spoolId === '') return false;
  const { kind } = (answer ?? {}) as { kind?: string };
  return endedAt === null || !PROVEN.includes(kind ?? '');
}

const PROVEN = ['done', 'failed', 'paused', 'spool_full'];
const DPKG_ROUNDS = 30;

/** A dpkg at work is let finish: a round takes a minute at the most. */
async function stop({ way, operation, say }: Stopping, key: string): Promise<StopAnswer> {
  const ref = { operation: operation.id, key };
  const options = { fence: operation.fence, ...STOP_SECONDS, signal: way.signal };
  for (let round = 1; ; round++) {
    const answer = await reach(way, (host) => host.stop(ref, options));
    if (answer.kind !== 'dpkg_working' || round === DPKG_ROUNDS) return answer;
    say(`Waiting for dpkg to finish (${answer.processes.join(', ')})`);
  }
}
