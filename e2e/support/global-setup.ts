import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startProduct } from '../../scripts/test/product';
import type { Product } from '../../scripts/test/product';
import { announce } from './product';

/** The whole product with its practice server, fresh, for this run alone. Answers how to end it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const parent = await mkdtemp(path.join(os.tmpdir(), 'milepost-e2e-'));
  await chmod(parent, 0o711); // PostgreSQL runs as another user where we are root
  const dataDirectory = path.join(parent, 'data');
  const product = await startProduct({ dataDirectory, practice: true }).catch((error: unknown) => {
    throw new Error(`The product did not start; its logs are in ${dataDirectory}/logs.`, { cause: error });
  });
  announce({
    url: product.url,
    ownerLink: product.ownerLink,
    temporalUiUrl: product.temporalUiUrl,
    databaseUrl: await databaseUrl(product),
    dataDirectory,
    startPid: product.child.pid ?? 0,
    signedIn: path.join(parent, 'signed-in.json'),
  });
  return async () => {
    const code = await product.stop();
    if (code !== 0) throw new Error(`npm start ended with ${code}:\n${product.output()}`);
    await rm(parent, { recursive: true, force: true });
  };
}

async function databaseUrl({ dataDirectory, ports }: Product): Promise<string> {
  const password = await readFile(path.join(dataDirectory, 'postgres/password'), 'utf8');
  return `postgresql://milepost:${password.trim()}@127.0.0.1:${ports.postgres}/milepost`;
}
