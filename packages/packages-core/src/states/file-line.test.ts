import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localShell } from '../dsl/testing/local-shell';
import { trial } from '../dsl/testing/try-state';
import * as file from './file';
import { modeOf, testFolder } from '../dsl/testing/test-folder';

const folder = testFolder();

const like = '^[[:space:]]*worker_connections[[:space:]]';
const state = (captured = '') =>
  trial(file.line(join(folder.home, 'nginx.conf'), { like, be: '\tworker_connections 1024;' }), {
    shell: localShell({ captured }),
  });
const write = (body: string) => writeFile(join(folder.home, 'nginx.conf'), body, { mode: 0o640 });

test('is replaced, and nothing else', async () => {
  await write('events {\n\tworker_connections 768;\n\t# worker_connections 1;\n}\n');
  expect(await state().check()).toBe(1);
  expect((await state().apply()).exitCode).toBe(0);
  expect(await folder.read('nginx.conf')).toBe(
    'events {\n\tworker_connections 1024;\n\t# worker_connections 1;\n}\n',
  );
  expect(await modeOf(join(folder.home, 'nginx.conf'))).toBe('640');
  expect(await state().check()).toBe(0);
});

test.each(['worker_connections 1;\nlast', 'first\nworker_connections 1;', 'worker_connections 1;'])(
  'in %j',
  async (body) => {
    await write(body);
    await state().apply();
    expect(await folder.read('nginx.conf')).toMatch(/^(first\n)?\tworker_connections 1024;\n(last)?$/);
  },
);

test.each(['', 'worker_connections 1;\nworker_connections 2;\n'])(
  '%j is left alone, and told',
  async (body) => {
    await write(body);
    expect(await state().check()).toBe(1);
    expect(await state().apply()).toMatchObject({
      exitCode: 4,
      output: expect.stringContaining('Expected one line') as string,
    });
    expect(await folder.read('nginx.conf')).toBe(body);
  },
);

test('is not true where there is no file yet', async () => {
  expect(await state().check()).toBe(1);
});

test('comes back as it was', async () => {
  await write('worker_connections 1;\n');
  const kept = await state().capture();
  await state().apply();
  await state(kept).undo();
  expect(await folder.read('nginx.conf')).toBe('worker_connections 1;\n');
});
