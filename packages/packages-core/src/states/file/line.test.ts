import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localShell } from '../../dsl/testing/local-shell';
import { runState } from '../../dsl/testing/run-state';
import * as file from './files';
import { modeOf, testFolder } from '../../dsl/testing/test-folder';

const folder = testFolder();

const like = '^[[:space:]]*worker_connections[[:space:]]';
const state = (captured = '') =>
  runState(
    file.line(join(folder.home, 'nginx.conf'), { match: like, content: '\tworker_connections 1024;' }),
    {
      shell: localShell({ captured }),
    },
  );
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

test.each([
  ['', 0],
  ['worker_connections 1;\nworker_connections 2;\n', 2],
])('%j is left alone, and the message counts its lines instead of showing a pattern', async (body, lines) => {
  await write(body);
  expect(await state().check()).toBe(1);
  const { exitCode, output } = await state().apply();
  expect(exitCode).toBe(4);
  expect(output).toContain(
    `nginx.conf needs exactly one line that can become “worker_connections 1024;”, but it has ${lines}. Leave one of them, or add one.`,
  );
  expect(output).not.toContain(like);
  expect(await state().findings()).toMatchObject([
    { kind: 'warns', sentence: expect.stringContaining(`but it has ${lines}.`) as string },
  ]);
  expect(await folder.read('nginx.conf')).toBe(body);
});

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
