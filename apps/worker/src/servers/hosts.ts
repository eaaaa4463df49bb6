import { createHash } from 'node:crypto';
import type { Database } from '@milepost/db/client';
import type { Credential, CredentialKind, Server } from '@milepost/db/types';
import { credentialContext } from '@milepost/packages-core/credentials/contexts';
import { open } from '@milepost/packages-core/credentials/open';
import type { Host } from '@milepost/packages-core/engine/host';
import { HostError } from '@milepost/packages-core/engine/host-error';
import type { Probe } from '@milepost/packages-core/ssh/transport/connection';
import type { ConnectionPool } from '@milepost/packages-core/ssh/transport/connection-pool';
import type { SshTarget } from '@milepost/packages-core/ssh/transport/target';
import { LRUCache } from 'lru-cache';
import type { Contacts } from '../health/contacts';

export interface HostTarget {
  serverId: string;
  credential: CredentialKind;
}

/** The way to our servers: over one pooled connection for each server and credential. */
export interface Hosts {
  /** A host on a live connection. Throws HostError. */
  connect(hostTarget: HostTarget, signal: AbortSignal): Promise<Host>;
  /** Uses a host on a connection that is made for this alone, beside the pooled one. Throws HostError, and what `use` throws. */
  overNewConnection<T>(
    hostTarget: HostTarget,
    signal: AbortSignal,
    use: (host: Host) => Promise<T>,
  ): Promise<T>;
  /** Asks a server for one reply and answers with what the command printed. Throws HostError; the caller reports it. */
  probe(serverId: string, probe: Probe): Promise<string>;
  /** A server's address or login was changed: it is read again. */
  forget(serverId: string): void;
}

interface Dependencies {
  db: Database;
  privateKey: string;
  pool: ConnectionPool;
  contacts: Contacts;
}

/** How long a server's row is not read again: a milestone asks for its host several times. */
const ROW_MS = 1_000;
/** Whose logins are kept. */
const MAX_SERVERS = 1_000;

export function createHosts({ db, privateKey, pool, contacts }: Dependencies): Hosts {
  const opened = new LRUCache<string, string>({ max: MAX_SERVERS });
  const targets = new LRUCache<string, SshTarget>({ max: MAX_SERVERS, ttl: ROW_MS });
  const hosts = new LRUCache<string, Host>({ max: MAX_SERVERS });

  async function loginKey(credential: Credential): Promise<string> {
    const context = credentialContext(credential.serverId, credential.kind);
    // By the box and what it was opened for: a row that names another box's public key must not get its private key.
    const name = `${context} ${createHash('sha256').update(credential.sealedPrivateKey).digest('hex')}`;
    const known = opened.get(name);
    if (known) return known;
    const key = new TextDecoder().decode(await open(privateKey, credential.sealedPrivateKey, context));
    opened.set(name, key);
    return key;
  }

  async function readTarget({ serverId, credential: kind }: HostTarget): Promise<SshTarget> {
    const server = await db.server.findUniqueOrThrow({
      where: { id: serverId },
      include: { credentials: { where: { kind } } },
    });
    const hostKey = requirePinnedKey(server);
    const [credential] = server.credentials;
    if (!credential)
      throw new HostError('unusable', { code: 'no_credential', serverName: server.name, kind });
    const { address: host, port } = server;
    const login = { privateKey: await loginKey(credential) };
    return { host, port, hostKey, username: credential.username, login };
  }

  async function targetOf(hostTarget: HostTarget): Promise<SshTarget> {
    const name = `${hostTarget.serverId} ${hostTarget.credential}`;
    const known = targets.get(name);
    if (known) return known;
    const target = await readTarget(hostTarget);
    targets.set(name, target);
    return target;
  }

  async function recordKeyChange(serverId: string, error: unknown): Promise<unknown> {
    if (error instanceof HostError && error.code === 'host_key_changed')
      await markHostKeyChanged(db, serverId, error);
    return error;
  }

  return {
    async connect(hostTarget, signal) {
      try {
        const host = await pool.host(await targetOf(hostTarget), signal);
        contacts.reached(hostTarget.serverId);
        hosts.set(hostTarget.serverId, host);
        return host;
      } catch (error) {
        const { serverId } = hostTarget;
        if (error instanceof HostError)
          await contacts.failed({ serverId, error, lastByteAt: hosts.get(serverId)?.lastByteAt() });
        throw await recordKeyChange(serverId, error);
      }
    },
    async overNewConnection(hostTarget, signal, use) {
      try {
        return await pool.overNewConnection(await targetOf(hostTarget), signal, use);
      } catch (error) {
        throw await recordKeyChange(hostTarget.serverId, error);
      }
    },
    forget(serverId) {
      for (const kind of ['root', 'user', 'worker']) targets.delete(`${serverId} ${kind}`);
    },
    async probe(serverId, probe) {
      try {
        return await pool.probe(await targetOf({ serverId, credential: 'root' }), probe);
      } catch (error) {
        throw await recordKeyChange(serverId, error);
      }
    },
  };
}

/** Throws where the key is not confirmed, or has changed: nothing is sent. */
function requirePinnedKey({ name, address: host, status, pinnedHostKey }: Server): string {
  if (status === 'host_key_changed')
    throw new HostError('host_key_changed', { code: 'host_key_changed', host });
  if (!pinnedHostKey) throw new HostError('unusable', { code: 'host_key_unconfirmed', serverName: name });
  return pinnedHostKey;
}

/** Until a person pins the new key. */
async function markHostKeyChanged(db: Database, id: string, error: HostError): Promise<void> {
  await db.server.updateMany({
    where: { id, status: { not: 'removed' } },
    data: { status: 'host_key_changed', problem: error.problem },
  });
}
