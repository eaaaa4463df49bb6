import { OPERATION_OUTCOMES } from '@milepost/contract/statuses';
import { Context } from '@temporalio/activity';
import type { InspectionResult, InspectionRequest } from '@milepost/contract/inspection-workflow';
import { credentialContext } from '@milepost/packages-core/credentials/contexts';
import { open as unseal } from '@milepost/packages-core/credentials/open';
import { HostError } from '@milepost/packages-core/engine/host-error';
import { connect } from '@milepost/packages-core/ssh/transport/connect';
import { removeOwnFiles } from '@milepost/packages-core/ssh/login/remove-own-files';
import { revokeKey } from '@milepost/packages-core/ssh/login/revoke-key';
import type { Dependencies } from '../startup/dependencies';
import { Refused, refusalOf } from './refused';

type Request = Extract<InspectionRequest, { kind: 'clean_up' }>;

/** Removes Milepost's files and key from a server that is about to be removed. Refused while an operation on it is open. */
export async function cleanUpServer(
  dependencies: Dependencies,
  request: Request,
  signal: AbortSignal,
): Promise<InspectionResult> {
  try {
    return { kind: 'clean_up', leftovers: await cleanUp(dependencies, request, signal) };
  } catch (error) {
    signal.throwIfAborted();
    // The answer of the first attempt was lost after its work was done.
    const retried = Context.current().info.attempt > 1;
    if (retried && error instanceof HostError && error.code === 'authentication_refused')
      return { kind: 'clean_up', leftovers: [] };
    const refused = refusalOf(error);
    if (!refused) throw error;
    return refused;
  }
}

async function cleanUp(
  { db, privateKey }: Dependencies,
  { serverId }: Request,
  signal: AbortSignal,
): Promise<string[]> {
  const server = await db.server.findUnique({ where: { id: serverId }, include: { credentials: true } });
  if (!server) throw new Refused({ code: 'server_removed' });
  const { address: host, port, pinnedHostKey: hostKey, credentials, name } = server;
  if (!hostKey || server.status === 'host_key_changed')
    throw new Refused({ code: 'not_confirmed', serverName: name });
  let leftovers: string[] = [];
  for (const { kind, username, publicKey, sealedPrivateKey } of credentials) {
    const opened = await unseal(privateKey, sealedPrivateKey, credentialContext(serverId, kind));
    const login = { privateKey: new TextDecoder().decode(opened) };
    const connection = await connect({ host, port, hostKey, username, login });
    const close = (): void => connection.close();
    signal.addEventListener('abort', close, { once: true });
    try {
      // As late as can be: an operation that begins after this finds itself without a key.
      const open = await db.operation.count({
        where: { serverId, status: { notIn: [...OPERATION_OUTCOMES] } },
      });
      if (open > 0) throw new Refused({ code: 'operation_open', serverName: name });
      leftovers = await removeOwnFiles(connection, { publicKey, username });
      await revokeKey(connection, { publicKey, username });
    } finally {
      signal.removeEventListener('abort', close);
      close();
    }
  }
  return leftovers;
}
