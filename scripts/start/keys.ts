import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generateSealingKeys } from '@milepost/packages-core/credentials/generate';

export interface Keys {
  /** Given to the worker alone: the file that holds the private key. */
  privateKeyFile: string;
  /** Given to the console: it can seal, not open. */
  sealingKey: string;
  /** Signs sessions. */
  authSecret: string;
}

export interface KeyFolders {
  privateFolder: string;
  /** What the console may read as well. */
  sharedFolder: string;
}

/** Reads the keys, or makes them at the first start. Losing the private key loses every stored secret. */
export async function openKeys({ privateFolder, sharedFolder }: KeyFolders): Promise<Keys> {
  const privateKeyFile = path.join(privateFolder, 'worker.key');
  const publicKeyFile = path.join(sharedFolder, 'worker.pub');
  // The public half is written first: a private key that is there has its public one.
  if (!(await readText(privateKeyFile))) {
    const { publicKey, privateKey } = await generateSealingKeys();
    await writeFile(publicKeyFile, `${publicKey}\n`, { mode: 0o600 });
    await writeFile(privateKeyFile, `${privateKey}\n`, { mode: 0o600 });
  }
  const sealingKey = await readText(publicKeyFile);
  if (!sealingKey) throw new Error(`${publicKeyFile} is missing`);
  return {
    privateKeyFile,
    sealingKey,
    authSecret: await readOrMakeSecret(path.join(sharedFolder, 'auth.secret')),
  };
}

async function readOrMakeSecret(file: string): Promise<string> {
  const existing = await readText(file);
  if (existing) return existing;
  const secret = randomBytes(32).toString('base64url');
  await writeFile(file, `${secret}\n`, { mode: 0o600 });
  return secret;
}

async function readText(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
