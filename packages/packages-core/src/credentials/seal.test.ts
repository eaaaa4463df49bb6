import { describe, expect, test } from 'vitest';
import {
  credentialContext,
  formerOperationContext,
  loginContext,
  operationContext,
  previewContext,
} from './contexts';
import { generateSealingKeys } from './generate';
import { CannotOpen, open } from './open';
import { seal } from './seal';

const keys = await generateSealingKeys();
const server = { id: '1', address: 'web-1.example.com', port: 22, pinnedHostKey: 'ssh-ed25519 AAAA' };
const secret = Buffer.from(JSON.stringify({ password: 'pä$$\nword' }));

describe('a sealed secret', () => {
  test('opens with the private key and the same context', async () => {
    const box = await seal(keys.publicKey, secret, loginContext(server));
    expect(Buffer.from(await open(keys.privateKey, box, loginContext(server)))).toEqual(secret);
  });

  test('may be empty, and may be long', async () => {
    for (const length of [0, 1, 100_000]) {
      const plain = new Uint8Array(length).fill(7);
      const box = await seal(keys.publicKey, plain, 'x');
      expect(box.length).toBe(1 + 32 + length + 16);
      expect(await open(keys.privateKey, box, 'x')).toEqual(plain);
    }
  });

  test('is another box each time, and no box holds the secret', async () => {
    const boxes = await Promise.all([1, 2].map(() => seal(keys.publicKey, secret, 'x')));
    expect(boxes[0]).not.toEqual(boxes[1]);
    for (const box of boxes) expect(Buffer.from(box).includes(secret)).toBe(false);
  });

  test('does not open with the public key, another private key or another context', async () => {
    const box = await seal(keys.publicKey, secret, loginContext(server));
    const other = await generateSealingKeys();
    await expect(open(keys.publicKey, box, loginContext(server))).rejects.toThrow(CannotOpen);
    await expect(open(other.privateKey, box, loginContext(server))).rejects.toThrow(CannotOpen);
    for (const context of [
      loginContext({ ...server, id: '2' }),
      credentialContext('1', 'root'),
      operationContext('1', server),
      '',
    ]) {
      await expect(open(keys.privateKey, box, context)).rejects.toThrow(CannotOpen);
    }
  });

  test('does not open with any one byte changed, nor cut short', async () => {
    const box = await seal(keys.publicKey, Buffer.from('ab'), 'x');
    for (let at = 0; at < box.length; at++) {
      const changed = Uint8Array.from(box, (byte, i) => (i === at ? byte ^ 1 : byte));
      await expect(open(keys.privateKey, changed, 'x')).rejects.toThrow(CannotOpen);
      await expect(open(keys.privateKey, box.subarray(0, at), 'x')).rejects.toThrow(CannotOpen);
    }
  });

  test('tells nothing of its content in the error', async () => {
    const box = await seal(keys.publicKey, secret, 'x');
    const error = await open(keys.privateKey, box, 'y').catch((e: unknown) => e as CannotOpen);
    expect(JSON.stringify(error) + String(error)).not.toContain('pä$$');
  });
});

test('a key is 32 bytes in base64', async () => {
  for (const key of ['', 'short', Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64')]) {
    await expect(seal(key, secret, 'x')).rejects.toThrow('A sealing key is 32 bytes in base64.');
  }
  expect(Buffer.from(keys.publicKey, 'base64')).toHaveLength(32);
  expect(Buffer.from(keys.privateKey, 'base64')).toHaveLength(32);
});

test.each([
  ['server', { id: '2' }],
  ['address', { address: 'web-2.example.com' }],
  ['port', { port: 2222 }],
  ['host key', { pinnedHostKey: 'ssh-ed25519 BBBB' }],
  ['host key, which is not confirmed', { pinnedHostKey: null }],
])('the secrets of an operation do not open for another %s', async (_what, change) => {
  const box = await seal(keys.publicKey, secret, operationContext('1', server));
  await expect(open(keys.privateKey, box, operationContext('1', { ...server, ...change }))).rejects.toThrow(
    CannotOpen,
  );
  expect(Buffer.from(await open(keys.privateKey, box, operationContext('1', server)))).toEqual(secret);
});

test('a login does not open for another address', async () => {
  const box = await seal(keys.publicKey, secret, loginContext(server));
  const elsewhere = loginContext({ ...server, address: 'evil.example' });
  await expect(open(keys.privateKey, box, elsewhere)).rejects.toThrow(CannotOpen);
});

test('a box of an earlier version opens for what it was sealed for then', async () => {
  const box = await seal(keys.publicKey, secret, formerOperationContext('1'));
  const opened = await open(keys.privateKey, box, [
    operationContext('1', server),
    formerOperationContext('1'),
  ]);
  expect(Buffer.from(opened)).toEqual(secret);
  await expect(
    open(keys.privateKey, box, [operationContext('2', server), formerOperationContext('2')]),
  ).rejects.toThrow(CannotOpen);
});

test('contexts differ by purpose and by id', () => {
  const contexts = [
    loginContext(server),
    credentialContext('1', 'root'),
    credentialContext('1', 'worker'),
    operationContext('1', server),
    previewContext('1', server),
  ];
  expect(new Set(contexts).size).toBe(contexts.length);
});
