import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { service } from '../../dsl/services/service';
import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { shellWith } from '../../dsl/testing/fake-commands';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import * as control from './control';

const folder = testFolder();

/** A systemd with one unit: `state` says whether it is active; what is started does so unless the file `broken` is there. */
const SYSTEMCTL = String.raw`
read -r active <"$HOME_OF_TEST/state"
verb='' unit='' property='' quiet=''
while [ "$#" -gt 0 ]; do
  case $1 in
    -P) property=$2; shift ;;
    --quiet) quiet=1 ;;
    -*) ;;
    *) if [ -z "$verb" ]; then verb=$1; else unit=$1; fi ;;
  esac
  shift
done
case $verb in
  is-active) [ -n "$quiet" ] || echo "$active"; [ "$active" = active ]; exit ;;
  is-enabled) echo disabled; exit 1 ;;
  show) [ "$property" != InvocationID ] || cat "$HOME_OF_TEST/invocation"; [ "$property" != LoadState ] || echo loaded; exit ;;
  status) echo "$unit: the status"; exit ;;
  reset-failed) exit ;;
esac
echo "$verb $unit" >>"$HOME_OF_TEST/calls"
case $verb in
  stop) echo inactive >"$HOME_OF_TEST/state" ;;
  *)
    if [ -e "$HOME_OF_TEST/broken" ]; then echo failed >"$HOME_OF_TEST/state"; exit 3; fi
    echo active >"$HOME_OF_TEST/state" ;;
esac`;

const cron = service('cron');

async function on(state: State, active: string, captured = '') {
  await writeFile(join(folder.home, 'state'), `${active}\n`);
  await writeFile(join(folder.home, 'calls'), '');
  await writeFile(join(folder.home, 'invocation'), 'one\n');
  const shell = await shellWith(
    folder.home,
    { systemctl: SYSTEMCTL, sleep: 'cat "$HOME_OF_TEST/next" >"$HOME_OF_TEST/invocation" 2>/dev/null; :' },
    { captured },
  );
  const calls = async () =>
    (await readFile(join(folder.home, 'calls'), 'utf8')).split('\n').filter((line) => line !== '');
  return { ...runState(state, { shell }), calls };
}

describe('a service is', () => {
  test.each([
    ['started', control.active(cron), 'inactive', ['start cron']],
    ['stopped', control.inactive(cron), 'active', ['stop cron']],
    ['restarted', control.restarted(cron), 'active', ['restart cron']],
    ['started by a restart', control.restarted(cron), 'inactive', ['restart cron']],
    ['reloaded', control.reloaded(cron), 'active', ['reload-or-restart cron']],
  ])('%s, and stays enabled or disabled as it is', async (...[, state, active, calls]) => {
    const unit = await on(state, active);
    expect(await unit.apply()).toEqual({ exitCode: 0, output: '' });
    expect(await unit.calls()).toEqual(calls);
    expect(await unit.verify()).toBe(0);
  });

  test.each([
    ['active', control.active(cron), 'active', 0],
    ['not active', control.active(cron), 'failed', 1],
    ['stopped', control.inactive(cron), 'inactive', 0],
    ['not stopped', control.inactive(cron), 'active', 1],
  ])('seen as %s', async (...[, state, active, code]) => {
    expect(await (await on(state, active)).check()).toBe(code);
  });

  test('shown with its status where it does not start', async () => {
    await writeFile(join(folder.home, 'broken'), '');
    expect(await (await on(control.active(cron), 'inactive')).apply()).toEqual({
      exitCode: 3,
      output: 'cron: the status\n',
    });
  });

  test('not started by a reload', async () => {
    const unit = await on(control.reloaded(cron), 'inactive');
    expect(await unit.apply()).toEqual({
      exitCode: 4,
      output: 'cron does not run, so there is nothing to reload. Start it instead.\n',
    });
    expect(await unit.calls()).toEqual([]);
  });
});

describe('a roll back', () => {
  test('stops what did not run, and starts what did', async () => {
    const started = await on(control.active(cron), 'active', 'inactive disabled\n');
    await started.undo();
    expect(await started.calls()).toEqual(['stop cron']);
    const stopped = await on(control.inactive(cron), 'inactive', 'active disabled\n');
    await stopped.undo();
    expect(await stopped.calls()).toEqual(['start cron']);
  });
});

describe('assertions', () => {
  test('the service’s own checker decides over its configuration', async () => {
    const checked = (validate: ReturnType<typeof sh>) => control.accepts(service('x', { validate }));
    expect(await (await on(checked(sh`true`)!, 'active')).check()).toBe(0);
    const refused = await on(checked(sh`echo 'line 3'; false`)!, 'active');
    expect(await refused.check()).toBe(1);
    expect((await refused.apply()).output).toBe('line 3\n');
    expect(checked(sh`true`)).toMatchObject({ undoesWrites: true });
    expect(control.accepts(cron)).toBeNull();
  });
});
