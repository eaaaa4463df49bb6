import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labSystems } from '../../dsl/testing/lab-systems';
import { PackageHarness } from '../../dsl/testing/package-harness';
import { DAEMON_CAUSES } from '../../states/failures/daemon';
import daemon from './daemon';

const MINUTES = 60_000;
const UNIT = 'daemon-worker';
const PRINT = '/usr/local/bin/print-words';
/** What a shell, systemd or a file of its would give a meaning to. */
const HOSTILE = `/usr/local/bin/print-words '$(id) \`id\` \${HOME} $HOME' "%n %% ; \\"q\\" \\\\" ; 'é😀' '' -- a\\ b`;
const WORDS = '[$(id) `id` ${HOME} $HOME][%n %% ; "q" \\][;][é😀][][--][a b]';

describe.each(labSystems())('on $system', ({ system, access }) => {
  let server: PackageHarness;
  const input = {
    ...{ name: 'worker', command: HOSTILE, directory: '/srv/100%h', user: 'www-data' },
    environment: 'TOKEN=kanarie-7\nQUOTED="a b"\n# a comment\n\nEMPTY=',
  };
  beforeAll(async () => {
    server = new PackageHarness(await access(), system);
    await server.readOutput(`
      mkdir -p /srv/100%h
      printf '%s\\n' '#!/bin/sh' 'for word; do printf "[%s]" "$word"; done; echo' \\
        'echo "$PWD $(id -un) $QUOTED $EMPTY"' 'sleep 1000 & wait' >${PRINT}
      chmod 755 ${PRINT}`);
  }, 10 * MINUTES);
  afterAll(() => server.end());

  const sum = (applied: Record<string, number>) => Object.values(applied).reduce((a, b) => a + b, 0);
  const run = (operation: string) => server.run(daemon, { operation, input: {}, installed: input });
  const property = (name: string) => server.readOutput(`systemctl show -P ${name} ${UNIT}`);
  const isUp = () => server.readOutput(`systemctl is-active ${UNIT}; systemctl is-enabled ${UNIT}`);
  const failureOf = (changed: Record<string, unknown>) =>
    server.install(daemon, { ...input, ...changed }).then(() => '', String);

  test(
    'runs the words of its command as they are, as its user, in its directory',
    { timeout: 2 * MINUTES },
    async () => {
      const { applied, output } = await server.install(daemon, input);
      expect(applied).toMatchObject({ configure_service: 2, start_service: 1 });
      expect(output).not.toContain('kanarie');
      expect(await isUp()).toBe('active\nenabled');
      expect(await server.readOutput(`journalctl -q -o cat -u ${UNIT} _COMM=print-words`)).toBe(
        `${WORDS}\n/srv/100%h www-data a b`,
      );
      expect(await server.readOutput(`stat -c '%a %U' /etc/default/${UNIT}; grep -rl kanarie /etc`)).toBe(
        `600 root\n/etc/default/${UNIT}`,
      );
      expect(await property('MemoryMax')).toBe(String(512 * 1024 ** 2));
    },
  );

  test('is there already the second time, and nothing is started', async () => {
    const before = await property('InvocationID');
    const { applied, started, output } = await server.install(daemon, input);
    expect({ applied: sum(applied), started, output }).toEqual({ applied: 0, started: 0, output: '' });
    expect(await property('InvocationID')).toBe(before);
  });

  test('is started again by systemd when it is killed', { timeout: MINUTES }, async () => {
    const before = await property('MainPID');
    await server.readOutput(`kill -9 ${before}`);
    await expect.poll(() => property('NRestarts'), { timeout: 15_000 }).toBe('1');
    await expect.poll(isUp, { timeout: 15_000 }).toBe('active\nenabled');
    expect(await property('MainPID')).not.toBe(before);
    expect(sum((await server.install(daemon, input)).applied)).toBe(0);
  });

  test('is stopped and started, and stays as it was asked for', { timeout: MINUTES }, async () => {
    await run('stop');
    expect(await isUp()).toBe('inactive\nenabled');
    await run('start');
    expect(await isUp()).toBe('active\nenabled');
    const before = await property('InvocationID');
    await run('restart');
    expect(await property('InvocationID')).not.toBe(before);
  });

  test('is restarted with another limit and another environment', { timeout: MINUTES }, async () => {
    const other = { ...input, memoryMb: 64, environment: 'TOKEN=kanarie-7\nQUOTED=other' };
    const change = { operation: 'install', input: other, installed: input };
    expect((await server.run(daemon, change)).applied).toMatchObject({
      configure_service: 2,
      start_service: 1,
    });
    expect(await property('MemoryMax')).toBe(String(64 * 1024 ** 2));
    expect(await server.readOutput(`journalctl -q -o cat -n 1 -u ${UNIT} _COMM=print-words`)).toContain(
      'other',
    );
    expect(sum((await server.run(daemon, change)).applied)).toBe(0);
  });

  test.each([
    [{ user: 'nobody-there' }, 'There is no user nobody-there on this server.'],
    [{ directory: '/srv/missing' }, 'There is no directory /srv/missing on this server.'],
    [{ directory: '/root' }, 'The user www-data may not enter /root.'],
    [{ command: '/usr/local/bin/missing' }, 'There is no program /usr/local/bin/missing on this server.'],
    [{ command: '/etc/passwd' }, 'The user www-data may not run /etc/passwd.'],
    [{ environment: 'A=1\nkanarie' }, 'Line 2 of the environment is not NAME=value.'],
  ])('with %j is refused by its cause, and runs on', async (changed, sentence) => {
    const before = await property('InvocationID');
    const failure = await failureOf(changed);
    expect(failure).toContain(sentence);
    expect(failure).not.toContain('kanarie');
    expect([await isUp(), await property('InvocationID')]).toEqual(['active\nenabled', before]);
  });

  test.each([
    ['failing', '/bin/sh -c "sleep 1; exit 3"', { unit: 'daemon-failing', code: '3' }],
    ['ending', '/bin/sleep 1', { unit: 'daemon-ending' }],
  ])(
    '%s is no daemon, and its journal names how it ended',
    { timeout: MINUTES },
    async (name, command, how) => {
      const other = { ...input, name, command };
      const failure = await server.install(daemon, other).then(() => '', String);
      expect(failure).toMatch(/"phase":"verify"|does not stay up/);
      const journal = await server.readOutput(`journalctl -q -o cat -u daemon-${name}`);
      const causes = DAEMON_CAUSES.map(({ pattern }) => new RegExp(pattern).exec(journal)?.groups);
      expect({ ...causes.find(Boolean) }).toEqual(how);
      await server.run(daemon, { operation: 'uninstall', input: {}, installed: other });
    },
  );

  test('leaves nothing when it is deleted, and can be created again', { timeout: MINUTES }, async () => {
    const left = `systemctl cat ${UNIT} 2>/dev/null; pgrep -f ${PRINT}; find /etc /var/lib/milepost-files -name '*daemon-*'; grep -rl daemon- /var/lib/milepost-files; systemctl list-units --all --no-legend 'daemon-*'`;
    await run('uninstall');
    expect(await server.readOutput(left)).toBe('');
    expect(sum((await run('uninstall')).applied)).toBe(0);
    await server.install(daemon, input);
    expect(await isUp()).toBe('active\nenabled');
    await run('uninstall');
    expect(await server.readOutput(left)).toBe('');
  });
});
