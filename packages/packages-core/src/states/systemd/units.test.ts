import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { shellWith } from '../../dsl/testing/fake-commands';
import { relocated } from '../../dsl/testing/relocated';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { stateViolations, expectThereAndBack } from '../../dsl/testing/there-and-back';
import { dropIn, dropInAbsent, dropInFile, timer, timerAbsent, unit, unitAbsent, unitFile } from './units';

const folder = testFolder();
const TEXT = '[Service]\nExecStart=/bin/true\n';

/** A systemd that has to be told of each change, and that knows the setting `Bad` as little as the real one. */
const SYSTEMCTL = String.raw`
case "$*" in
  daemon-reload) cat "$HOME_OF_TEST"/units/* "$HOME_OF_TEST"/units/*/* 2>/dev/null | sha256sum >"$HOME_OF_TEST/loaded" ;;
  *NeedDaemonReload*)
    if [ "$(cat "$HOME_OF_TEST"/units/* "$HOME_OF_TEST"/units/*/* 2>/dev/null | sha256sum)" = "$(cat "$HOME_OF_TEST/loaded")" ]; then echo no; else echo yes; fi ;;
  *FragmentPath*) echo "$HOME_OF_TEST/lib/nginx.service" ;;
esac`;
const ANALYZE = String.raw`for last; do :; done
grep -Hn Bad "$last" "$last".d/* 2>/dev/null
echo "/lib/systemd/system/other.service:1: Unknown key Bad"`;

async function shell(captured = '') {
  const fakes = await shellWith(
    folder.home,
    { systemctl: SYSTEMCTL, 'systemd-analyze': ANALYZE },
    { captured },
  );
  return relocated(fakes, { '/etc/systemd/system': join(folder.home, 'units'), 'root:root': folder.owner });
}
beforeEach(async () => {
  await mkdir(join(folder.home, 'units'));
  await mkdir(join(folder.home, 'lib'));
  await writeFile(join(folder.home, 'lib/nginx.service'), TEXT);
  await (
    await shell()
  )('systemctl daemon-reload', {});
});
const units = () => readdir(join(folder.home, 'units'), { recursive: true });

describe('unit', () => {
  test('is written, read by systemd, and undone', async () => {
    await expectThereAndBack(unit('app', TEXT), {
      shell,
      between: async () => expect(await readFile(join(folder.home, 'units/app.service'), 'utf8')).toBe(TEXT),
    });
    expect(await units()).toEqual([]);
  });

  test('does not hold while systemd has not read it', async () => {
    await writeFile(join(folder.home, 'units/app.service'), TEXT);
    expect(await runState(unit('app', TEXT), { shell: await shell() }).check()).toBe(1);
  });

  test('is not written where systemd would ignore a setting', async () => {
    const { exitCode, output } = await runState(unit('app', `${TEXT}Bad=1\n`), {
      shell: await shell(),
    }).apply();
    expect(exitCode).toBe(4);
    expect(output).toBe('systemd would not take all of app.service:\napp.service:3:Bad=1\n');
    expect(await units()).toEqual([]);
  });

  test('edited by somebody is kept, and the plan says so', async () => {
    await runState(unit('app', TEXT), { shell: await shell() }).apply();
    await writeFile(join(folder.home, 'units/app.service'), `${TEXT}Nice=1\n`);
    const other = runState(unit('app', `${TEXT}User=app\n`), { shell: await shell() });
    expect(await other.findings()).toMatchObject([{ kind: 'blocked' }]);
    expect((await other.apply()).exitCode).toBe(4);
  });

  test('goes again', async () => {
    await runState(unit('app', TEXT), { shell: await shell() }).apply();
    await expectThereAndBack(unitAbsent('app'), {
      shell,
      between: async () => expect(await units()).toEqual([]),
    });
  });
});

describe('drop-in', () => {
  const state = () => dropIn('nginx', 'limits', '[Service]\nNice=5\n');

  test('is written with its directory, and both are undone', async () => {
    await expectThereAndBack(state(), {
      shell,
      between: async () => expect(await units()).toContain('nginx.service.d/50-limits.conf'),
    });
    expect(await units()).toEqual([]);
  });

  test('is not written where systemd would ignore a setting', async () => {
    const bad = dropIn('nginx', 'limits', '[Service]\nBad=5\n');
    const { exitCode, output } = await runState(bad, { shell: await shell() }).apply();
    expect({ exitCode, output }).toMatchObject({ exitCode: 4 });
    expect(output).toContain('50-limits.conf:2:Bad=5');
  });

  test('goes again with its directory', async () => {
    await runState(state(), { shell: await shell() }).apply();
    const gone = dropInAbsent('nginx', 'limits');
    await expectThereAndBack(gone, { shell, between: async () => expect(await units()).toEqual([]) });
  });
});

test('a timer is a service, its times, and a unit that runs', () => {
  const states = timer('backup', { runs: '/usr/bin/backup now', onCalendar: 'daily' });
  expect(states.map(({ label }) => label)).toEqual([
    'The unit backup.service is as wanted',
    'The unit backup.timer is as wanted',
    'backup.timer runs with this configuration and starts at boot',
  ]);
  expect(states[0]?.apply.display).toContain('ExecStart=/usr/bin/backup now');
  expect(states[1]?.apply.display).toContain('OnCalendar=daily\nRandomizedDelaySec=0\nPersistent=true');
  expect([...states, ...timerAbsent('backup')].flatMap((state) => stateViolations(state))).toEqual([]);
  expect(() => timer('backup', { runs: 'a\nUser=root', onCalendar: 'daily' })).toThrow('Not one line');
});

test.each(['', '../x', 'a/b', 'a b'])('%j is no name of a unit or drop-in', (name) => {
  expect(() => unitFile(name)).toThrow('Not the name');
  expect(() => dropInFile('nginx', name)).toThrow('Not the name');
});
