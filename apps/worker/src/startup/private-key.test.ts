import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateSealingKeys } from '@milepost/packages-core/credentials/generate';
import { readWorkerKeys } from './private-key';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'milepost-key-'));
});
afterAll(() => rm(directory, { recursive: true }));

test('the public key that belongs to the private one', async () => {
  const keys = await generateSealingKeys();
  const file = join(directory, 'key');
  await writeFile(file, `${keys.privateKey}\n`);
  expect(await readWorkerKeys(file)).toEqual(keys);
});

test('no file, or another content, is one sentence', async () => {
  const file = join(directory, 'short');
  await writeFile(file, 'c2hvcnQ=');
  await expect(readWorkerKeys(file)).rejects.toThrow('does not hold a key of 32 bytes');
  await expect(readWorkerKeys(join(directory, 'absent'))).rejects.toThrow('cannot be read');
});
