import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { LabServer } from '@milepost/lab/server/server';
import { credentialContext } from '@milepost/packages-core/credentials/contexts';
import { seal } from '@milepost/packages-core/credentials/seal';
import type { BenchProduct } from './product';
import { sshTarget } from './ssh-target';

/** A lab server's row as it is after joining, with the lab's key as ours. Answers its id. */
export async function registerServer(
  { db, product, serverId }: BenchProduct,
  server: LabServer,
): Promise<string> {
  const { facts, factsAt } = await db.server.findUniqueOrThrow({ where: { id: serverId } });
  const publicKey = (await readFile(path.join(product.dataDirectory, 'keys/worker.pub'), 'utf8')).trim();
  const id = randomUUID();
  const key = Buffer.from(server.privateKey);
  const sealedPrivateKey = Uint8Array.from(await seal(publicKey, key, credentialContext(id, 'root')));
  await db.server.create({
    data: {
      ...{ id, name: `bench-${id.slice(0, 8)}`, address: server.host, port: server.port },
      ...{ status: 'ready', createdBy: 'bench', pinnedHostKey: sshTarget(server).hostKey },
      ...(facts !== null && { facts, factsAt }), // of the practice server, its twin
      credentials: { create: { kind: 'root', username: server.user, publicKey: id, sealedPrivateKey } },
    },
  });
  return id;
}
