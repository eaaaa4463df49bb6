import type { ModelTransaction } from '@milepost/db/client';
import { modelTransaction } from '@milepost/db/client';
import type { Server, ServerLogin } from '@milepost/db/types';
import { credentialContext, loginContext } from '@milepost/packages-core/credentials/contexts';
import { open } from '@milepost/packages-core/credentials/open';
import { seal } from '@milepost/packages-core/credentials/seal';
import type { ServerFacts } from '@milepost/packages-core/contract/facts';
import { HostError } from '@milepost/packages-core/engine/host-error';
import { authorizeKey } from '@milepost/packages-core/ssh/authorize-key';
import { connect } from '@milepost/packages-core/ssh/connect';
import type { Connection } from '@milepost/packages-core/ssh/connection';
import { generateKeyPair } from '@milepost/packages-core/ssh/key-pair';
import { SshHost } from '@milepost/packages-core/ssh/ssh-host';
import type { SshTarget } from '@milepost/packages-core/ssh/target';
import { z } from 'zod';
import type { Dependencies } from '../dependencies';
import { FACTS_SCRIPT, parseFacts } from './facts';
import { firstLook } from './first-look';
import { Refused } from './refused';

type Joining = Server & { login: ServerLogin | null };

const sshLogin = z.union([
  z.object({ password: z.string() }),
  z.object({ privateKey: z.string(), passphrase: z.string().optional() }),
]);

/** From a login to a key of our own: looks, installs the key, proves that it works, reads the facts, forgets the login. */
export async function bringIn(
  dependencies: Dependencies,
  server: Joining,
  signal: AbortSignal,
): Promise<void> {
  const { db, privateKey } = dependencies;
  if (!server.pinnedHostKey)
    throw new Refused('not_confirmed', 'Confirm the fingerprint of its host key first.');
  if (!server.login) throw new Refused('no_login', 'Its login was forgotten already: give it again.');
  const opened = await open(privateKey, server.login.sealed, loginContext(server.id));
  const login = sshLogin.parse(JSON.parse(new TextDecoder().decode(opened)));
  const target = { host: server.address, port: server.port, hostKey: server.pinnedHostKey };
  const given: SshTarget = { ...target, username: server.login.username, login };

  const key = await withConnection(given, signal, async (connection) => {
    const { machineId } = await firstLook(connection);
    await refuseTwin(db, server, machineId);
    const own = await ownKey(dependencies, server);
    await authorizeKey(connection, {
      publicKey: own.publicKey,
      username: given.username,
      ...('password' in login && { sudoPassword: login.password }),
    });
    return own;
  });

  const ours: SshTarget = { ...target, username: 'root', login: { privateKey: key.privateKey } };
  const facts = await withConnection(ours, signal, readFacts).catch((error: unknown) => {
    if (!(error instanceof HostError) || error.code !== 'authentication_refused') throw error;
    throw new Refused(
      'root_login_forbidden',
      `${server.name} does not let root log in with a key: set “PermitRootLogin prohibit-password” in its sshd_config.`,
    );
  });
  await modelTransaction(db, async (tx) => {
    await refuseTwin(tx, server, facts.machineId);
    await welcome(tx, server.id, facts);
  });
}

async function withConnection<T>(
  target: SshTarget,
  signal: AbortSignal,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await connect(target);
  const close = (): void => connection.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    return await use(connection);
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}

async function readFacts(connection: Connection): Promise<ServerFacts> {
  const host = new SshHost(connection, { username: 'root' });
  const { stdout } = await host.read(FACTS_SCRIPT, { maxBytes: 16 * 1024 });
  return parseFacts(stdout);
}

/** One machine added twice would be two lanes for the same dpkg. */
async function refuseTwin(tx: ModelTransaction, server: Server, machineId: string): Promise<void> {
  if (machineId === '') throw new Refused('no_machine_id', `${server.name} has no /etc/machine-id.`);
  const twin = await tx.server.findFirst({
    where: { machineId, id: { not: server.id } },
    select: { name: true },
  });
  if (twin) throw new Refused('machine_known', `This machine is already here as ${twin.name}.`);
}

/** Kept before it is installed, so that another try installs the same one. */
async function ownKey(
  { db, publicKey, privateKey }: Dependencies,
  { id: serverId }: Server,
): Promise<{ publicKey: string; privateKey: string }> {
  const context = credentialContext(serverId, 'root');
  const where = { serverId_kind: { serverId, kind: 'root' as const } };
  const known = await db.credential.findUnique({ where });
  if (known) {
    const opened = await open(privateKey, known.sealedPrivateKey, context);
    return { publicKey: known.publicKey, privateKey: new TextDecoder().decode(opened) };
  }
  const pair = generateKeyPair(`milepost-${serverId}`);
  const box = await seal(publicKey, new TextEncoder().encode(pair.privateKey), context);
  await db.credential.create({
    data: {
      serverId,
      kind: 'root',
      username: 'root',
      publicKey: pair.publicKey,
      sealedPrivateKey: Uint8Array.from(box),
    },
  });
  return pair;
}

async function welcome(tx: ModelTransaction, id: string, facts: ServerFacts): Promise<void> {
  const now = new Date();
  await tx.server.update({
    where: { id },
    data: {
      status: 'ready',
      problem: null,
      machineId: facts.machineId,
      facts: { ...facts },
      factsAt: now,
      lastSeenAt: now,
    },
  });
  await tx.serverLogin.deleteMany({ where: { serverId: id } });
}
