import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { PGDG_KEY } from './pgdg';

test('the key of PostgreSQL’s own repository is the one that is pinned', () => {
  const base64 = PGDG_KEY.armored.trim().split('\n').slice(2, -2).join('');
  const packet = Buffer.from(base64, 'base64');
  // RFC 4880: an old-format packet of two bytes of length, and the digest of a key of version 4.
  expect(packet[0]).toBe(0x99);
  const key = packet.subarray(0, 3 + packet.readUInt16BE(1));
  const fingerprint = createHash('sha1').update(key).digest('hex').toUpperCase();
  expect(fingerprint).toBe(PGDG_KEY.fingerprint.replaceAll(' ', ''));
});
