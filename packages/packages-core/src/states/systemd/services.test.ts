import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shellWith } from '../../dsl/testing/fake-commands';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import * as user from '../users/user';
import * as systemd from './services';

const folder = testFolder();

/** A systemd with one unit: `state` holds "ACTIVE ENABLED", and what is started does so unless the file `broken` is there. */
const SYSTEMCTL = String.raw`
read -r active enabled <"$HOME_OF_TEST/state"
verb='' unit='' property=''
while [ "$#" -gt 0 ]; do
  case $1 in
    -P) property=$2; shift ;;
    -*) ;;
    *) if [ -z "$verb" ]; then verb=$1; else unit=$1; fi ;;
  esac
  shift
done
case $verb in is-active | is-enabled | show) ;; *) echo "$verb $unit" >>"$HOME_OF_TEST/calls" ;; esac
save() { echo "$1 $2" >"$HOME_OF_TEST/state"; }
case $verb in
  is-active) echo "$active"; [ "$active" = active ] ;;
  is-enabled) echo "$enabled"; [ "$enabled" = enabled ] ;;
  enable) save "$active" enabled ;;
  disable) save inactive disabled ;;
  stop) save inactive "$enabled" ;;
  restart | reload-or-restart | start)
    if [ -e "$HOME_OF_TEST/broken" ]; then save failed "$enabled"; exit 3; fi
    save active "$enabled"
    date +%s >"$HOME_OF_TEST/started" ;;
  show)
    case $property in
      LoadState) echo loaded ;;
      SubState) echo running ;;
      ExecMainStartTimestamp) echo "@$(cat "$HOME_OF_TEST/started" 2>/dev/null || echo 0)" ;;
    esac ;;
  status) echo "$unit: the status" ;;
esac`;

const FORMER = 'active enabled';
async function unit(state: string, { captured = '' } = {}) {
  await writeFile(join(folder.home, 'state'), `${state}\n`);
  await writeFile(join(folder.home, 'calls'), '');
  const shell = await shellWith(folder.home, { systemctl: SYSTEMCTL }, { captured });
  const read = async (name: string) => (await readFile(join(folder.home, name), 'utf8')).trim();
  return { shell, state: () => read('state'), calls: async () => (await read('calls')).split('\n') };
}

describe('running', () => {
  const cron = systemd.running('cron');

  test.each([
    { state: 'active enabled', code: 0 },
    { state: 'active disabled', code: 1 },
    { state: 'inactive enabled', code: 1 },
    { state: 'failed enabled', code: 1 },
  ])('has a check that exits with $code for a service that is $state', async ({ state, code }) => {
    const { shell } = await unit(state);
    expect(cron.label).toBe('cron runs and starts at boot');
    expect(await runState(cron, { shell }).check()).toBe(code);
  });

  test('is enabled and restarted', async () => {
    const { shell, ...service } = await unit('failed disabled');
    expect(await runState(cron, { shell }).apply()).toEqual({ exitCode: 0, output: '' });
    expect(await service.state()).toBe('active enabled');
    expect(await service.calls()).toEqual(['enable cron', 'reset-failed cron', 'restart cron']);
  });

  test('shows the status of a service that does not start, and exits as systemctl does', async () => {
    const { shell } = await unit('inactive disabled');
    await writeFile(join(folder.home, 'broken'), '');
    expect(await runState(cron, { shell }).apply()).toEqual({ exitCode: 3, output: 'cron: the status\n' });
  });

  test('holds for a configuration file only if the service has started after its last change', async () => {
    const file = join(folder.home, 'redis.conf');
    const state = systemd.running('milepost-test-unit', { configFiles: [file] });
    expect(state.label).toBe('milepost-test-unit runs with this configuration and starts at boot');
    const { shell } = await unit(FORMER);
    await writeFile(file, '');
    await writeFile(join(folder.home, 'started'), String(Math.floor(Date.now() / 1000) + 10));
    expect(await runState(state, { shell }).check()).toBe(0);
    await writeFile(join(folder.home, 'started'), String(Math.floor(Date.now() / 1000) - 10));
    expect(await runState(state, { shell }).check()).toBe(1);
  });

  test.each([
    { before: 'inactive disabled', left: 'inactive disabled' },
    { before: 'inactive enabled', left: 'inactive enabled' },
    { before: 'active enabled', left: 'active enabled' },
  ])('is undone to $before', async ({ before, left }) => {
    const { shell } = await unit(before);
    const captured = await runState(cron, { shell }).capture();
    expect(captured.trim()).toBe(before);
    const { shell: later, ...service } = await unit('active enabled', { captured });
    expect((await runState(cron, { shell: later }).undo()).exitCode).toBe(0);
    expect(await service.state()).toBe(left);
  });
});

describe('stopped', () => {
  const nginx = systemd.stopped('nginx');

  test.each([
    { state: 'inactive disabled', code: 0 },
    { state: 'failed disabled', code: 0 },
    { state: 'inactive enabled', code: 1 },
    { state: 'active disabled', code: 1 },
    { state: 'activating disabled', code: 1 },
  ])('has a check that exits with $code for a service that is $state', async ({ state, code }) => {
    const { shell } = await unit(state);
    expect(nginx.label).toBe('nginx is stopped and does not start at boot');
    expect(await runState(nginx, { shell }).check()).toBe(code);
  });

  test('is stopped and disabled, and both are undone', async () => {
    const { shell, ...service } = await unit(FORMER);
    const captured = await runState(nginx, { shell }).capture();
    await runState(nginx, { shell }).apply();
    expect(await service.state()).toBe('inactive disabled');
    const { shell: later, ...undone } = await unit('inactive disabled', { captured });
    await runState(nginx, { shell: later }).undo();
    expect(await undone.state()).toBe(FORMER);
  });
});

test.each([
  ['nginx', 'Failed to enable unit: Unit file /etc/systemd/system/nginx.service is masked.', true],
  ['nginx', 'Failed to restart nginx.service: Unit nginx.service is masked.', true],
  ['nginx', 'Failed to restart nginx-debug.service: Unit my-nginx.service.d is masked.', false],
  ['nginx', 'Job for nginx.service failed because the control process exited with error code.', false],
  ['php8.3-fpm', 'Failed to restart php8.3-fpm.service: Unit php8.3-fpm.service is masked.', true],
])('a masked %s is recognized in “%s”: %s', (unit, output, known) => {
  const [failure] = systemd.running(unit).failures ?? [];
  expect(failure).toMatchObject({
    cause: `${unit}.service is masked`,
    hint: `On the server: systemctl unmask ${unit}`,
  });
  expect(new RegExp(failure?.pattern ?? '').test(output)).toBe(known);
});

test.each(['', '-h', 'a b', 'x/y', '$(id)'])('%j is neither a unit nor a user', (name) => {
  expect(() => systemd.running(name)).toThrow('Not the name');
  expect(() => user.exists(name)).toThrow('Not the name');
});
