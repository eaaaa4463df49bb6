import type { webcrypto } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';

/** RFC 9180, base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. */
export const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

/** Length of the encapsulated key in front of the ciphertext, in bytes. */
export const ENCAPSULATED_LENGTH = 32;
/** First byte of every box: another number means another suite or layout. */
export const BOX_VERSION = 1;

/** Reads a public key of 32 raw bytes in base64. */
export async function publicKeyOf(text: string): Promise<webcrypto.CryptoKey> {
  return (await suite.kem.deserializePublicKey(keyBytes(text))) as webcrypto.CryptoKey;
}

/** Keys as they lie in files and environments: base64 of the 32 raw bytes. */
export function keyBytes(text: string): ArrayBuffer {
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length !== 32) throw new Error('A sealing key is 32 bytes in base64.');
  return toArrayBuffer(bytes);
}

/** A copy that is an ArrayBuffer of its own: a Buffer is often a view of a shared pool. */
export function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
