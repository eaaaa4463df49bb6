import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labSystems } from '../../dsl/testing/lab-systems';
import { PackageHarness } from '../../dsl/testing/package-harness';
import scheduledJob from './scheduled-job';

const MINUTES = 60_000;

describe.each(labSystems())('on $system', ({ system, access }) => {
  let server: PackageHarness;
  const input = {
    ...{ name: 'backup', command: `/bin/sh -c 'echo "ran as $(id -un) with $WHAT"; exit $CODE'` },
    ...{ environment: 'WHAT="all of it"\nCODE=0', schedule: 'Mon..Fri 04:00', directory: '/tmp' },
  };
  beforeAll(async () => (server = new PackageHarness(await access(), system)), 10 * MINUTES);
  afterAll(() => server.end());

  const sum = (applied: Record<string, number>) => Object.values(applied).reduce((a, b) => a + b, 0);
  const run = (operation: string) => server.run(scheduledJob, { operation, input: {}, installed: input });
  const change = (changed: Record<string, unknown>) =>
    server.run(scheduledJob, { operation: 'install', input: { ...input, ...changed }, installed: input });
  const timers = () => server.readOutput('systemctl list-timers --no-legend job-backup.timer');
  const times = (schedule: string) =>
    server.readOutput(`systemd-analyze calendar --iterations=5 '${schedule}' | grep -c UTC`);
  const journal = () => server.readOutput('journalctl -q -o cat -u job-backup _COMM=sh');

  test('waits for its time, and does not run before', { timeout: 2 * MINUTES }, async () => {
    const { applied, output } = await server.install(scheduledJob, input);
    expect(applied).toMatchObject({ configure_service: 3, start_service: 1 });
    expect(output).not.toContain('all of it');
    expect(await timers()).toMatch(
      /^(Mon|Tue|Wed|Thu|Fri) .* 04:00:00 UTC .*job-backup\.timer +job-backup\.service$/,
    );
    expect(await times(input.schedule)).toBe('5');
    expect(await journal()).toBe('');
  });

  test('is there already the second time, and nothing is started', async () => {
    const { applied, started, output } = await server.install(scheduledJob, input);
    expect({ applied: sum(applied), started, output }).toEqual({ applied: 0, started: 0, output: '' });
  });

  test('is run when somebody asks for it, to its end', { timeout: MINUTES }, async () => {
    await run('run_now');
    expect(await journal()).toBe('ran as www-data with all of it');
    expect(await server.readOutput('systemctl show -P Result job-backup')).toBe('success');
  });

  test('a failing job says how it ended, and never what it printed', { timeout: MINUTES }, async () => {
    await change({ environment: 'WHAT=kanarie\nCODE=7' });
    const failure = await run('run_now').then(() => '', String);
    expect(failure).toContain('job-backup was ended by exit code 7. Its journal is on the page of the job.');
    expect(failure).not.toContain('kanarie');
    await server.install(scheduledJob, input);
  });

  test('runs by its timer', { timeout: MINUTES }, async () => {
    await change({ schedule: '*:*:0/2' });
    const before = (await journal()).split('\n').length;
    await expect
      .poll(async () => (await journal()).split('\n').length, { timeout: 15_000 })
      .toBeGreaterThan(before + 1);
    await server.install(scheduledJob, input);
    expect(sum((await server.install(scheduledJob, input)).applied)).toBe(0);
  });

  test(
    'is stopped and started without changing whether it starts with the server',
    { timeout: MINUTES },
    async () => {
      await run('stop');
      expect(await timers()).toBe('');
      expect(await server.readOutput('systemctl is-enabled job-backup.timer')).toBe('enabled');
      await run('start');
      expect(await timers()).toContain('job-backup.timer');
    },
  );

  test.each(['foo', '25:00', 'Mon..Fri 04:00 Nowhere/Never', '*-*-* *:*:*:*'])(
    'at “%s” is refused in a sentence, and runs when it did',
    async (schedule) => {
      const failure = await change({ schedule }).then(() => '', String);
      expect(failure).toContain(`systemd does not take “${schedule}” for a calendar expression.`);
      expect(await timers()).toContain('04:00:00');
    },
  );

  test('leaves nothing when it is deleted, and can be created again', { timeout: MINUTES }, async () => {
    const left = `pgrep -f job-backup; find /etc /var/lib/milepost-files /var/lib/systemd -name '*job-backup*'; grep -rl job-backup /var/lib/milepost-files; systemctl list-units --all --no-legend 'job-backup*'`;
    await run('uninstall');
    expect(await server.readOutput(left)).toBe('');
    expect(sum((await run('uninstall')).applied)).toBe(0);
    await server.install(scheduledJob, input);
    expect(await timers()).toContain('job-backup.timer');
    await run('uninstall');
    expect(await server.readOutput(left)).toBe('');
  });
});
