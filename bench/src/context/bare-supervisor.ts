import { randomUUID } from 'node:crypto';
import type { CommandState, Host } from '@milepost/packages-core/engine/host';
import { runCommand } from '@milepost/packages-core/engine/run-command';
import type { ConnectionPool } from '@milepost/packages-core/ssh/transport/connection-pool';
import type { SshTarget } from '@milepost/packages-core/ssh/transport/target';

/** The way to a server over a pool, as the worker has it. */
export const wayTo = (pool: ConnectionPool, target: SshTarget) => (): Promise<Host> =>
  pool.host(target, new AbortController().signal);

/** A state as it is sent; without a check it is always applied. */
export const commandState = (apply: string, check: string | null = null): CommandState => ({
  ...{ check, apply, verify: null, capture: null, idempotent: true },
});

/** A milestone as the worker runs it, without its rows: the spool for the intent where the connection does not know it, then the command to its end. */
export async function runBare(connect: () => Promise<Host>, states: CommandState[]): Promise<void> {
  const host = await connect();
  const spool = host.cachedSpool() ?? (await host.spool());
  const { signal } = new AbortController();
  const answer = await runCommand({
    command: { operation: randomUUID(), key: 'bench.first', fence: 1, spool, states },
    ...{ connect, signal, pause: signal, secrets: {} },
    resume: { claimed: false, offset: 0, marks: 0 },
    sink: { output: () => Promise.resolve(), mark: () => undefined },
    onClaimed: () => Promise.resolve(),
    onConnectionEvent: () => undefined,
  });
  if (answer.kind !== 'done') throw new Error(`The command ended as ${answer.kind}`);
}
