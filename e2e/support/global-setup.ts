import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { FullConfig } from '@playwright/test';
import { startProduct } from '../../scripts/test/product';
import type { Product } from '../../scripts/test/product';
import { writeOwnPackages } from './own-packages';
import { announce } from './product';
import type { RunningProduct } from './product';

/** The whole product with its practice server, fresh, for this run alone: one for each worker. Answers how to end them. */
export default async function globalSetup({ workers }: FullConfig): Promise<() => Promise<void>> {
  const started: Awaited<ReturnType<typeof startOne>>[] = [];
  const stop = async () => {
    for (const { end } of started) await end();
  };
  try {
    // One after the other: the first builds what all run.
    while (started.length < workers) started.push(await startOne());
  } catch (error) {
    await stop();
    throw error;
  }
  announce(started.map(({ running }) => running));
  return stop;
}

async function startOne(): Promise<{ running: RunningProduct; end: () => Promise<void> }> {
  const parent = await mkdtemp(path.join(os.tmpdir(), 'milepost-e2e-'));
  await chmod(parent, 0o711); // PostgreSQL runs as another user where we are root
  const dataDirectory = path.join(parent, 'data');
  const env = { MILEPOST_PACKAGES_DIR: await writeOwnPackages(path.join(parent, 'packages')) };
  const product = await startProduct({ dataDirectory, practice: true, env }).catch((error: unknown) => {
    throw new Error(`The product did not start; its logs are in ${dataDirectory}/logs.`, { cause: error });
  });
  const { url, ownerLink, temporalUiUrl, child } = product;
  const running = {
    ...{ url, ownerLink, temporalUiUrl, dataDirectory },
    databaseUrl: await databaseUrl(product),
    startPid: child.pid ?? 0,
    signedIn: path.join(parent, 'signed-in.json'),
  };
  const end = async () => {
    const code = await product.stop();
    if (code !== 0) throw new Error(`npm start ended with ${code}:\n${product.output()}`);
    await rm(parent, { recursive: true, force: true });
  };
  return { running, end };
}

async function databaseUrl({ dataDirectory, ports }: Product): Promise<string> {
  const password = await readFile(path.join(dataDirectory, 'postgres/password'), 'utf8');
  return `postgresql://milepost:${password.trim()}@127.0.0.1:${ports.postgres}/milepost`;
}
