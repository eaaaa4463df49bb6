const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** A random secret of letters and digits that are not mistaken for one another. Each is equally likely. */
export function newSecret(length: number): string {
  const fair = Math.floor(256 / ALPHABET.length) * ALPHABET.length;
  let secret = '';
  while (secret.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      if (byte < fair && secret.length < length) secret += ALPHABET.charAt(byte % ALPHABET.length);
    }
  }
  return secret;
}
