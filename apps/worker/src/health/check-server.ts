import { transaction } from '@milepost/db/client';
import { recordMachineId } from '@milepost/db/servers/record-machine-id';
import type { DueCheck } from '@milepost/db/servers/server-checks';
import { recordCheck } from '@milepost/db/servers/server-checks';
import { HostError } from '@milepost/packages-core/engine/host-error';
import { sleep } from '@milepost/packages-core/engine/connection/sleep';
import type { CheckDependencies } from './check-dependencies';
import { FACTS_COMMAND, storeFacts } from './store-facts';
import { CONFIRM_AFTER_MS, PROBE_MS } from './timing';

/** What a check runs on the server; facts that are due are read in the same round trip. */
const COMMAND = 'cat /etc/machine-id';
/** As machine-id(5) has it, on a line of its own: start-up files may print more. */
const MACHINE_ID = /^[0-9a-f]{32}$/gm;

/**
 * Asks a server for one reply and records whether it came; where its facts are due, they are read after that. The first failure of a server that was reachable is confirmed by a second
 * try. Throws what is not the server's fault.
 */
export async function checkServer(
  dependencies: CheckDependencies,
  due: DueCheck,
  signal: AbortSignal,
): Promise<void> {
  const { db, contacts } = dependencies;
  const startedAt = Date.now();
  let reply = await tryOnce(dependencies, due);
  if (reply.failure && !due.unreachable) {
    await sleep(CONFIRM_AFTER_MS, signal);
    reply = await tryOnce(dependencies, due);
  }
  const { serverId } = due;
  if (reply.failure) await contacts.failed({ serverId, error: reply.failure, lastByteAt: startedAt });
  else if (due.unreachable) contacts.reached(serverId);
  await recordIfRebuilt(dependencies, due, reply.printed);
  if (due.factsDue && reply.failure === null)
    await storeFacts(dependencies, { serverId, printed: reply.printed });
  await recordCheck(db, { serverId, replied: reply.failure === null });
}

interface Reply {
  failure: HostError | null;
  printed: string;
}

async function tryOnce({ hosts }: CheckDependencies, { serverId, factsDue }: DueCheck): Promise<Reply> {
  const command = factsDue ? `${COMMAND}; ${FACTS_COMMAND}` : COMMAND;
  try {
    return { failure: null, printed: await hosts.probe(serverId, { command, timeoutMs: PROBE_MS }) };
  } catch (error) {
    if (error instanceof HostError) return { failure: error, printed: '' };
    throw error;
  }
}

/** A server that was rebuilt with its host key kept answers as if nothing had happened. */
async function recordIfRebuilt(
  { db, publishServer, publishNotifications }: CheckDependencies,
  { serverId, machineId: known }: DueCheck,
  printed: string,
): Promise<void> {
  const machineId = printed.match(MACHINE_ID)?.at(-1);
  if (known === null || machineId === undefined || machineId === known) return;
  const notified = await transaction(db, (tx) => recordMachineId(tx, { serverId, machineId }));
  publishServer(serverId);
  if (notified) publishNotifications('everyone');
}
