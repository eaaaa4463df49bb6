import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isSupported, whyInstall } from './bootstrap.mjs';

test.each([
  ['18.20.0', false],
  ['20.18.3', false],
  ['20.19.0', true],
  ['21.7.0', false],
  ['22.12.0', false],
  ['22.13.1', true],
  ['23.11.0', false],
  ['24.0.0', true],
  ['26.1.0', true],
])('Node %s: %s', (version, supported) => {
  expect(isSupported(version)).toBe(supported);
});

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'milepost-bootstrap-'));
  await mkdir(path.join(root, 'node_modules'));
});
afterEach(() => rm(root, { recursive: true }));

const lock = (file: string, packages: object) =>
  writeFile(path.join(root, file), JSON.stringify({ packages }));
const wanted = (packages: object) => lock('package-lock.json', packages);
const installed = (packages: object) => lock('node_modules/.package-lock.json', packages);

test('nothing is installed, or its installation was cut off', async () => {
  await wanted({ 'node_modules/a': { version: '1.0.0' } });
  expect(whyInstall(root)).toBe('there are none yet');
});

test('what is wanted is there; workspaces and what is for other systems do not count', async () => {
  await wanted({
    '': { name: 'milepost' },
    lab: { name: '@milepost/lab', version: '0.1.0' },
    'node_modules/@milepost/lab': { resolved: 'lab', link: true },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/for-windows': { version: '1.0.0', optional: true },
  });
  await installed({ 'node_modules/a': { version: '1.0.0' } });
  expect(whyInstall(root)).toBeNull();
});

test.each([
  ['another version', { 'node_modules/a': { version: '1.0.0' } }],
  ['a missing one', {}],
])('%s', async (_, packages) => {
  await wanted({ 'node_modules/a': { version: '2.0.0' } });
  await installed(packages);
  expect(whyInstall(root)).toBe('package-lock.json has changed');
});
