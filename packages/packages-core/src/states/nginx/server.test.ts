import { describe, expect, test } from 'vitest';
import { shellWith } from '../../dsl/testing/fake-commands';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { configValid } from './server';

const folder = testFolder();
const nginx = async (body: string) =>
  runState(configValid(), { shell: await shellWith(folder.home, { nginx: body }) });

describe('the configuration', () => {
  test('is valid if nginx says so', async () => {
    const state = await nginx('[ "$1" = -t ]');
    expect([await state.check(), await state.apply()]).toEqual([0, { exitCode: 0, output: '' }]);
  });

  test('is invalid otherwise, and what nginx says comes first', async () => {
    const state = await nginx('[ "$2" = -q ] || echo "nginx: [emerg] unknown directive" >&2; exit 1');
    expect(await state.check()).toBe(1);
    expect(await state.apply()).toEqual({ exitCode: 5, output: 'nginx: [emerg] unknown directive\n' });
  });
});
