import type { webcrypto } from 'node:crypto';
import { BOX_VERSION, ENCAPSULATED_LENGTH, keyBytes, suite, toArrayBuffer } from './suite';

/** A box could not be opened: another key, another context, or it was changed. Says nothing of its content. */
export class CannotOpen extends Error {
  override readonly name = 'CannotOpen';
  readonly code = 'cannot_open';

  constructor(readonly context: string) {
    super(`The secret sealed for ${context} cannot be opened with this key.`);
  }
}

/**
 * Opens a box that `seal` made for the same context. Of several, the ones after the first are what earlier versions sealed the same
 * thing for. The worker alone has the private key. Throws `CannotOpen`.
 */
export async function open(
  privateKey: string,
  box: Uint8Array,
  context: string | readonly [string, ...string[]],
): Promise<Uint8Array> {
  const [first, ...former] = typeof context === 'string' ? [context] : context;
  const recipientKey = (await suite.kem.deserializePrivateKey(keyBytes(privateKey))) as webcrypto.CryptoKey;
  if (box[0] !== BOX_VERSION) throw new CannotOpen(first);
  const enc = toArrayBuffer(box.subarray(1, 1 + ENCAPSULATED_LENGTH));
  const ct = toArrayBuffer(box.subarray(1 + ENCAPSULATED_LENGTH));
  for (const tried of [first, ...former]) {
    try {
      const aad = toArrayBuffer(Buffer.from(tried, 'utf8'));
      return new Uint8Array(await suite.open({ recipientKey, enc }, ct, aad));
    } catch {
      // Another context, or a box that was changed: a library cannot tell the two apart.
    }
  }
  throw new CannotOpen(first);
}
