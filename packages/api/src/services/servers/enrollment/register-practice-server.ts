import { DB_NULL } from '@milepost/db/db-null';
import { randomUUID } from 'node:crypto';
import { modelTransaction } from '@milepost/db/client';
import type { Database } from '@milepost/db/client';
import type { Client } from '@temporalio/client';
import { withoutComment } from './fingerprint';
import { sealLogin } from './login';
import { startEnrollment } from './start-enrollment';

export interface PracticeServer {
  db: Database;
  temporal: Client;
  name: string;
  address: string;
  port: number;
  username: string;
  /** OpenSSH format; logs in once, then the console has a key of its own. */
  privateKey: string;
  /** "ssh-ed25519 AAAA…": known from the machine that hosts it, so nobody has to confirm it. */
  hostKey: string;
  /** The worker's public key. */
  sealingKey: string;
}

const BY = 'npm start';

/** Registers the practice server of this machine and enrolls it. Done again, it changes nothing unless the server was created again. */
export async function registerPracticeServer(practice: PracticeServer): Promise<{ serverId: string }> {
  const { db, temporal, name, address, port } = practice;
  const hostKey = withoutComment(practice.hostKey);
  const known = await db.server.findFirst({
    where: { practice: true, status: { not: 'removed' }, OR: [{ name }, { address, port }] },
  });
  if (known?.status === 'ready' && known.pinnedHostKey === hostKey) {
    await db.server.update({ where: { id: known.id }, data: { address, port } });
    return { serverId: known.id };
  }
  const serverId = known?.id ?? randomUUID();
  const sealed = await sealLogin(
    practice.sealingKey,
    { id: serverId, address, port },
    { privateKey: practice.privateKey },
  );
  const data = {
    name,
    address,
    port,
    status: 'enrolling',
    problem: DB_NULL,
    offeredHostKey: hostKey,
    pinnedHostKey: hostKey,
    hostKeyConfirmedBy: BY,
    hostKeyConfirmedAt: new Date(),
  } as const;
  const login = { username: practice.username, sealed };
  await modelTransaction(db, async (tx) => {
    await tx.server.upsert({
      where: { id: serverId },
      create: { id: serverId, practice: true, createdBy: BY, ...data },
      update: data,
    });
    await tx.serverLogin.upsert({ where: { serverId }, create: { serverId, ...login }, update: login });
  });
  await startEnrollment({ db, temporal }, { serverId, by: BY });
  return { serverId };
}
