import type { Database, ModelTransaction } from '@milepost/db/client';
import { modelTransaction } from '@milepost/db/client';
import { recordMachineId } from '@milepost/db/servers/record-machine-id';
import { DB_NULL } from '@milepost/db/db-null';
import type { Server, ServerLogin } from '@milepost/db/types';
import {
  credentialContext,
  formerLoginContext,
  loginContext,
} from '@milepost/packages-core/credentials/contexts';
import { CannotOpen, open } from '@milepost/packages-core/credentials/open';
import { seal } from '@milepost/packages-core/credentials/seal';
import type { ServerFacts } from '@milepost/contract/facts';
import { HostError } from '@milepost/packages-core/engine/host-error';
import { authorizeKey } from '@milepost/packages-core/ssh/login/authorize-key';
import { connect } from '@milepost/packages-core/ssh/transport/connect';
import type { Connection } from '@milepost/packages-core/ssh/transport/connection';
import { generateKeyPair } from '@milepost/packages-core/ssh/login/key-pair';
import type { RootLogin } from '@milepost/packages-core/ssh/login/run-as-root';
import { runOverLogin } from '@milepost/packages-core/ssh/login/run-over-login';
import { SshHost } from '@milepost/packages-core/ssh/supervisor/ssh-host';
import type { SshTarget } from '@milepost/packages-core/ssh/transport/target';
import { z } from 'zod';
import type { Dependencies } from '../startup/dependencies';
import { FACTS_SCRIPT, MAX_FACTS_BYTES, parseFacts } from './facts';
import { identifySystem } from './identify-system';
import { Refused } from './refused';
import { revokeNewKey } from './revoke-new-key';

type EnrollingServer = Server & { login: ServerLogin | null };

const sshLogin = z.union([
  z.object({ password: z.string() }),
  z.object({
    privateKey: z.string(),
    passphrase: z.string().optional(),
    sudoPassword: z.string().optional(),
  }),
]);

/** Replaces a login by a key of our own: checks the server, installs the key, logs in with it, reads the facts, deletes the login. */
export async function enrollServer(
  dependencies: Dependencies,
  server: EnrollingServer,
  signal: AbortSignal,
): Promise<void> {
  const { db, privateKey, publishNotifications } = dependencies;
  if (!server.pinnedHostKey) throw new Refused({ code: 'not_confirmed', serverName: server.name });
  if (!server.login) throw new Refused({ code: 'no_login' });
  const login = await openLogin(privateKey, server, server.login);
  const target = { host: server.address, port: server.port, hostKey: server.pinnedHostKey };
  const { username } = server.login;
  const sudoPassword = 'password' in login ? login.password : login.sudoPassword;

  await withConnection({ ...target, username, login }, signal, async (connection) => {
    const { machineId, clientAddress } = await identifySystem(connection, username);
    await assertNotDuplicate(db, server, machineId);
    const own = await ensureCredential(dependencies, server);
    const given = { connection, login: { username, sudoPassword }, clientAddress };
    await installKey(dependencies, { own, serverId: server.id, given });
    const revoke = async (error: unknown): Promise<never> => {
      signal.throwIfAborted();
      throw await revokeNewKey(dependencies, error, { server, publicKey: own.publicKey, given });
    };
    const ours: SshTarget = { ...target, username: 'root', login: { privateKey: own.privateKey } };
    const facts = await withConnection(ours, signal, readFacts).catch(revoke);
    const ready = markReady(db, server, facts);
    // Where the database does not answer, the server may have joined all the same.
    const notified = await ready.catch((error: unknown) =>
      error instanceof Refused ? revoke(error) : Promise.reject(error as Error),
    );
    if (notified) publishNotifications('everyone');
  });
}

interface KeyInstallation {
  own: RootCredential;
  serverId: string;
  given: { connection: Connection; login: RootLogin };
}

async function openLogin(
  privateKey: string,
  server: Server,
  { sealed }: ServerLogin,
): Promise<z.output<typeof sshLogin>> {
  try {
    const opened = await open(privateKey, sealed, [loginContext(server), formerLoginContext(server.id)]);
    return sshLogin.parse(JSON.parse(new TextDecoder().decode(opened)));
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error;
    throw new Refused({ code: 'login_sealed_elsewhere' });
  }
}

/** From here on the key may be on the server, for as long as its row is there. */
async function installKey(
  { db }: Dependencies,
  { own, serverId, given: { connection, login } }: KeyInstallation,
): Promise<void> {
  try {
    await authorizeKey(connection, { publicKey: own.publicKey, ...login });
  } catch (error) {
    const refused = error instanceof HostError && error.code === 'unusable';
    if (own.isNew && refused) await db.credential.deleteMany({ where: { serverId } });
    throw error;
  }
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
  await runOverLogin(connection, { username: 'root', script: ':' });
  const host = new SshHost(connection, { username: 'root' });
  const { stdout } = await host.read(FACTS_SCRIPT, { maxBytes: MAX_FACTS_BYTES });
  return parseFacts(stdout);
}

/** One machine added twice would be two queues for the same dpkg. */
async function assertNotDuplicate(tx: ModelTransaction, server: Server, machineId: string): Promise<void> {
  if (machineId === '') throw new Refused({ code: 'no_machine_id', serverName: server.name });
  const duplicate = await tx.server.findFirst({
    where: { machineId, id: { not: server.id }, status: { not: 'removed' } },
    select: { name: true },
  });
  if (duplicate) throw new Refused({ code: 'machine_known', serverName: duplicate.name });
}

interface RootCredential {
  publicKey: string;
  privateKey: string;
  /** It was never sent to the server. */
  isNew: boolean;
}

/** Kept before it is installed, so that another try installs the same one. */
async function ensureCredential(
  { db, publicKey, privateKey }: Dependencies,
  { id: serverId }: Server,
): Promise<RootCredential> {
  const context = credentialContext(serverId, 'root');
  const where = { serverId_kind: { serverId, kind: 'root' as const } };
  const known = await db.credential.findUnique({ where });
  if (known) {
    const opened = await open(privateKey, known.sealedPrivateKey, context);
    const key = new TextDecoder().decode(opened);
    return { publicKey: known.publicKey, privateKey: key, isNew: false };
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
  return { ...pair, isNew: true };
}

/** Returns whether people are to be notified of something. */
function markReady(db: Database, server: Server, facts: ServerFacts): Promise<boolean> {
  const { id } = server;
  return modelTransaction(db, async (tx) => {
    await assertNotDuplicate(tx, server, facts.machineId);
    const rebuilt = await recordMachineId(tx, { serverId: id, machineId: facts.machineId });
    const now = new Date();
    const { count } = await tx.server.updateMany({
      where: { id, status: { not: 'removed' } },
      data: {
        ...{ status: 'ready', problem: DB_NULL, facts: { ...facts }, factsAt: now, lastSeenAt: now },
        ...{ unreachableSince: null, unreachableReason: DB_NULL, outageNotified: false },
      },
    });
    if (count === 0) throw new Refused({ code: 'server_removed' });
    await tx.serverLogin.deleteMany({ where: { serverId: id } });
    return rebuilt;
  });
}
