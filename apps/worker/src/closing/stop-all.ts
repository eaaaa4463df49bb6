import type { ActivityState } from '@milepost/contract/messages/temporal/activities';
import type { LockedOperation } from '@milepost/db/operations/lock-operation';
import type { StopResult } from '@milepost/packages-core/engine/host';
import { withReconnect } from '@milepost/packages-core/engine/connection/with-reconnect';
import type { HostConnector } from '@milepost/packages-core/engine/connection/with-reconnect';
import { STOP_SECONDS } from '../milestone/stop-seconds';

/** A command that was issued for the server. */
export interface IssuedCommand {
  key: string;
  answer: unknown;
  /** Empty where the server was never reached for it: then nothing was sent. */
  spoolId: string;
  endedAt: Date | null;
}

export interface StopInput {
  connector: HostConnector;
  operation: Pick<LockedOperation, 'id' | 'fence'>;
  commands: IssuedCommand[];
  say: (state: ActivityState) => void;
}

/** Stops every command of an operation that may be running, under its fence. Throws HostError for what waiting does not mend. */
export async function stopAll(input: StopInput): Promise<StopResult[]> {
  const running = input.commands.filter(mayBeRunning);
  if (running.length > 0) await withReconnect(input.connector, (host) => host.spool()); // where its records were deleted there is a place for the fence again
  const answers: StopResult[] = [];
  for (const { key } of running) answers.push(await stop(input, key));
  return answers;
}

/** What would not end: process names with ids, or a dpkg at work. */
export function remainingProcesses(answers: StopResult[]): string[] {
  return answers.flatMap((answer) => (answer.kind === 'clean' ? [] : answer.processes));
}

/** Only an exit record confirms that a command has ended. */
export function mayBeRunning({ answer, endedAt, spoolId }: IssuedCommand): boolean {
  if (spoolId === '') return false;
  const { kind } = (answer ?? {}) as { kind?: string };
  return endedAt === null || !ENDED_KINDS.includes(kind ?? '');
}

const ENDED_KINDS = ['done', 'failed', 'paused', 'spool_full'];
const MAX_DPKG_ROUNDS = 30;

/** A running dpkg is allowed to finish: a round takes a minute at most. */
async function stop({ connector, operation, say }: StopInput, key: string): Promise<StopResult> {
  const ref = { operation: operation.id, key };
  const options = { fence: operation.fence, ...STOP_SECONDS, signal: connector.signal };
  for (let round = 1; ; round++) {
    const answer = await withReconnect(connector, (host) => host.stop(ref, options));
    if (answer.kind !== 'dpkg_working' || round === MAX_DPKG_ROUNDS) return answer;
    say({ code: 'waiting_for_dpkg', processes: answer.processes });
  }
}
