import ssh2 from 'ssh2';
import { expect, test } from 'vitest';
import { generateKeyPair } from './key-pair';

const read = (key: string) => {
  const parsed = ssh2.utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  return parsed;
};

test('every pair can be read, and what the one signs the other verifies', () => {
  const data = Buffer.from('challenge');
  // One in 256 could not be: of so many, all would be readable by chance once in a hundred thousand runs.
  for (let nth = 0; nth < 3000; nth++) {
    const { publicKey, privateKey } = generateKeyPair('milepost-test');
    expect(read(publicKey).verify(data, read(privateKey).sign(data))).toBe(true);
  }
});
