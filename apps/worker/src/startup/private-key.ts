import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** The worker's keys, each base64 of 32 bytes: what is sealed with the public one opens with the private one. */
export interface WorkerKeys {
  privateKey: string;
  publicKey: string;
}

/** What PKCS #8 puts before the 32 bytes of an X25519 key. */
const PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** Reads the private key from its file. Throws one sentence. */
export async function readWorkerKeys(file: string): Promise<WorkerKeys> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`MILEPOST_PRIVATE_KEY_FILE cannot be read: ${file} (${error.code ?? 'unknown'})`);
  });
  const raw = Buffer.from(text.trim(), 'base64');
  if (raw.length !== 32)
    throw new Error(`MILEPOST_PRIVATE_KEY_FILE does not hold a key of 32 bytes in base64: ${file}`);
  const key = createPrivateKey({ key: Buffer.concat([PREFIX, raw]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { privateKey: raw.toString('base64'), publicKey: publicKey.toString('base64') };
}
