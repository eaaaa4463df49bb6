import { expect, test } from 'vitest';
import { describeKey, withoutComment } from './fingerprint';

// Made with ssh-keygen; the fingerprint is what `ssh-keygen -lf` prints of it.
const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILgWr3nVWtbjMSLTpppmbWGOtFjy8pjaM4YIxVYB/2VI';

test('a key is described as ssh-keygen does', () => {
  expect(describeKey(`${KEY} root@practice\n`)).toEqual({
    type: 'ssh-ed25519',
    fingerprint: 'SHA256:xdWM3afHYaS6C8mjVUM7k3TDtUDFQ2tRSnAwFfKdhk8',
  });
});

test('a comment is not part of a key', () => {
  expect(withoutComment(`${KEY} root@practice\n`)).toBe(KEY);
});
