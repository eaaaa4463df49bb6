import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { createDatabase } from '@milepost/db/client';
import type { Database } from '@milepost/db/client';
import { createPlanSigner } from '@milepost/packages-core/credentials/plan-signer';
import type { PlanSigner } from '@milepost/packages-core/credentials/plan-signer';
import { openLab } from '@milepost/lab/lab';
import type { LabServer } from '@milepost/lab/server/server';
import { COLLECTS_ON_SIGNAL } from './memory';
import type { Session } from './session';
import { createSession } from './session';
import { labName } from '../../../scripts/start/practice/practice';
import { startProduct } from '../../../scripts/test/product';
import type { Product } from '../../../scripts/test/product';

export interface BenchProduct {
  product: Product;
  databaseUrl: string;
  db: Database;
  engine: Client;
  /** As the worker's: plans of benchmarks are in no catalog. */
  signer: PlanSigner;
  /** The practice server: its row, and the machine. */
  serverId: string;
  server: LabServer;
  /** The owner's, made when it is first asked for. */
  session: () => Promise<Session>;
  stop(): Promise<void>;
}

/** The whole product as `npm start` runs it, fsync and all, with its practice server, in a directory of its own. */
export async function benchProduct(): Promise<BenchProduct> {
  const parent = await mkdtemp(path.join(os.tmpdir(), 'milepost-bench-'));
  await chmod(parent, 0o711); // PostgreSQL runs as another user where we are root
  const dataDirectory = path.join(parent, 'data');
  const options = process.env['NODE_OPTIONS'] ?? '';
  const env = { NODE_OPTIONS: `${options} ${COLLECTS_ON_SIGNAL}`.trim() };
  const product = await startProduct({ dataDirectory, practice: true, env });
  const password = (await readFile(path.join(dataDirectory, 'postgres/password'), 'utf8')).trim();
  const databaseUrl = `postgresql://milepost:${password}@127.0.0.1:${product.ports.postgres}/milepost`;
  const db = createDatabase(databaseUrl);
  const privateKey = (await readFile(path.join(dataDirectory, 'keys/worker.key'), 'utf8')).trim();
  const connection = Connection.lazy({ address: `127.0.0.1:${product.ports.temporal}` });
  const engine = new Client({ connection });
  const { id } = await db.server.findFirstOrThrow({ where: { practice: true } });
  const lab = openLab({ name: labName(dataDirectory), stateDir: path.join(dataDirectory, 'practice') });
  let session: Promise<Session> | null = null;
  return {
    ...{
      product,
      databaseUrl,
      db,
      engine,
      signer: createPlanSigner(privateKey),
      serverId: id,
      server: lab.server(1),
    },
    session: () => (session ??= createSession(product)),
    stop: async () => {
      await Promise.all([db.$disconnect(), connection.close()]);
      await product.stop();
      await rm(parent, { recursive: true, force: true });
    },
  };
}
