import type { Database } from '@milepost/db/client';
import type { Credential, CredentialKind, Server } from '@milepost/db/types';
import { credentialContext } from '@milepost/packages-core/credentials/contexts';
import { open } from '@milepost/packages-core/credentials/open';
import type { Host } from '@milepost/packages-core/engine/host';
import { HostError } from '@milepost/packages-core/engine/host-error';
import type { ConnectionPool } from '@milepost/packages-core/ssh/connection-pool';
import type { SshTarget } from '@milepost/packages-core/ssh/target';
import { createLastSeen } from './last-seen';
import type { Logger } from './log';

export interface Way {
  serverId: string;
  credential: CredentialKind;
}

/** The way to our servers: over one pooled connection for each server and credential. */
export interface Hosts {
  /** A host on a live connection. Throws HostError. */
  connect(way: Way, signal: AbortSignal): Promise<Host>;
}

interface Dependencies {
  db: Database;
  log: Logger;
  privateKey: string;
  pool: ConnectionPool;
}

/** How long a server's row is not read again: a milestone asks for its host several times. */
const ROW_MS = 1_000;

export function createHosts({ db, log, privateKey, pool }: Dependencies): Hosts {
  const opened = new Map<string, string>();
  const targets = new Map<string, { target: SshTarget; until: number }>();
  const seen = createLastSeen(db, log);

  async function loginKey(credential: Credential): Promise<string> {
    const known = opened.get(credential.publicKey);
    if (known) return known;
    const context = credentialContext(credential.serverId, credential.kind);
    const key = new TextDecoder().decode(await open(privateKey, credential.sealedPrivateKey, context));
    opened.set(credential.publicKey, key);
    return key;
  }

  async function readTarget({ serverId, credential: kind }: Way): Promise<SshTarget> {
    const server = await db.server.findUniqueOrThrow({
      where: { id: serverId },
      include: { credentials: { where: { kind } } },
    });
    const hostKey = pinnedKey(server);
    const [credential] = server.credentials;
    if (!credential)
      throw new HostError('unusable', `no ${kind} credential`, `${server.name} has no ${kind} login.`);
    const { address: host, port } = server;
    const login = { privateKey: await loginKey(credential) };
    return { host, port, hostKey, username: credential.username, login };
  }

  async function targetOf(way: Way): Promise<SshTarget> {
    const name = `${way.serverId} ${way.credential}`;
    const known = targets.get(name);
    if (known && known.until > Date.now()) return known.target;
    targets.delete(name);
    const target = await readTarget(way);
    targets.set(name, { target, until: Date.now() + ROW_MS });
    return target;
  }

  return {
    async connect(way, signal) {
      try {
        const host = await pool.host(await targetOf(way), signal);
        seen(way.serverId);
        return host;
      } catch (error) {
        if (error instanceof HostError && error.code === 'host_key_changed')
          await distrust(db, way.serverId, error);
        throw error;
      }
    },
  };
}

/** Throws where the key is not confirmed, or has changed: nothing is sent. */
function pinnedKey({ name, status, problem, pinnedHostKey }: Server): string {
  if (status === 'host_key_changed')
    throw new HostError('host_key_changed', name, problem ?? `The host key of ${name} has changed.`);
  if (!pinnedHostKey)
    throw new HostError('unusable', name, `Nobody has confirmed the host key of ${name} yet.`);
  return pinnedHostKey;
}

/** Until a person pins the new key. */
async function distrust(db: Database, id: string, error: HostError): Promise<void> {
  await db.server.update({
    where: { id },
    data: { status: 'host_key_changed', problem: error.publicMessage },
  });
}
