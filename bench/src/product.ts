import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createDatabase } from '@milepost/db/client';
import type { Database } from '@milepost/db/client';
import { startProduct } from '../../scripts/test/product';
import type { Product } from '../../scripts/test/product';

export interface BenchProduct {
  product: Product;
  db: Database;
  stop(): Promise<void>;
}

/** The whole product as `npm start` runs it, fsync and all, with its practice server, in a directory of its own. */
export async function benchProduct(): Promise<BenchProduct> {
  const parent = await mkdtemp(path.join(os.tmpdir(), 'milepost-bench-'));
  await chmod(parent, 0o711); // PostgreSQL runs as another user where we are root
  const dataDirectory = path.join(parent, 'data');
  const product = await startProduct({ dataDirectory, practice: true });
  const password = (await readFile(path.join(dataDirectory, 'postgres/password'), 'utf8')).trim();
  const db = createDatabase(`postgresql://milepost:${password}@127.0.0.1:${product.ports.postgres}/milepost`);
  return {
    product,
    db,
    stop: async () => {
      await db.$disconnect();
      await product.stop();
      await rm(parent, { recursive: true, force: true });
    },
  };
}
