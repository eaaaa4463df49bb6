import { BOX_VERSION, publicKeyOf, suite, toArrayBuffer } from './suite';

/**
 * Seals `plaintext` for the holder of the private key, with a fresh key each time. `context` says what the box is for
 * (see contexts.ts); it is authenticated, not hidden, and `open` must name the same.
 * The box: version (1 byte), encapsulated key (32), ciphertext and tag.
 */
export async function seal(publicKey: string, plaintext: Uint8Array, context: string): Promise<Uint8Array> {
  const recipientPublicKey = await publicKeyOf(publicKey);
  const { enc, ct } = await suite.seal(
    { recipientPublicKey },
    toArrayBuffer(plaintext),
    toArrayBuffer(Buffer.from(context, 'utf8')),
  );
  return Buffer.concat([Buffer.of(BOX_VERSION), Buffer.from(enc), Buffer.from(ct)]);
}
