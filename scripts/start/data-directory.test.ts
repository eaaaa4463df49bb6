import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDataDirectory } from './data-directory';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(path.join(os.tmpdir(), 'milepost-data-'));
});
afterEach(() => rm(parent, { recursive: true }));

const modeOf = async (file: string) => (await stat(file)).mode & 0o777;

test('keys, logs and pid files are for nobody else', async () => {
  const data = await openDataDirectory(path.join(parent, 'a/b'));
  for (const folder of [data.keys, data.logs, data.run, data.practice, data.temporal]) {
    expect(await modeOf(folder)).toBe(0o700);
  }
});

test('opened again it is the same', async () => {
  const root = path.join(parent, 'a');
  expect(await openDataDirectory(root)).toEqual(await openDataDirectory(root));
});

test('an empty folder is taken as it is', async () => {
  const root = path.join(parent, 'empty');
  await mkdir(root);
  await chmod(root, 0o755);
  await openDataDirectory(root);
  expect(await modeOf(root)).toBe(0o755);
});

test('a folder with other things in it is left alone', async () => {
  await writeFile(path.join(parent, 'thesis.txt'), 'chapter one');
  await chmod(parent, 0o750);
  await expect(openDataDirectory(parent)).rejects.toThrow(
    /holds other things: choose a new or an empty folder/,
  );
  expect(await modeOf(parent)).toBe(0o750);
});

test('what is not a folder is left alone', async () => {
  const file = path.join(parent, 'file');
  await writeFile(file, '');
  await chmod(file, 0o640);
  await expect(openDataDirectory(file)).rejects.toThrow(/file is not a folder: choose/);
  expect(await modeOf(file)).toBe(0o640);
});

test('a directory that cannot be created is reported in a sentence', async () => {
  await expect(openDataDirectory('/proc/nothing/here')).rejects.toThrow(
    'The data directory /proc/nothing/here cannot be written (ENOENT): choose another with --data-dir.',
  );
});
