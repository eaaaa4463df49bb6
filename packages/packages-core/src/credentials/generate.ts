import type { webcrypto } from 'node:crypto';
import { suite } from './suite';

export interface SealingKeys {
  /** Base64 of 32 bytes. Whoever has it can seal. */
  publicKey: string;
  /** Base64 of 32 bytes. The worker alone has it: it opens. */
  privateKey: string;
}

/** A new pair of X25519 keys. */
export async function generateSealingKeys(): Promise<SealingKeys> {
  const pair = (await suite.kem.generateKeyPair()) as webcrypto.CryptoKeyPair;
  const [publicKey, privateKey] = await Promise.all([
    suite.kem.serializePublicKey(pair.publicKey),
    suite.kem.serializePrivateKey(pair.privateKey),
  ]);
  return { publicKey: base64(publicKey), privateKey: base64(privateKey) };
}

const base64 = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString('base64');
