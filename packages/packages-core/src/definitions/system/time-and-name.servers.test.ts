import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labSystems } from '../../dsl/testing/lab-systems';
import { PackageHarness } from '../../dsl/testing/package-harness';
import { sum } from '../../dsl/testing/sum-applied';
import hostName from './host-name';
import timeZone from './time-zone';

const MINUTES = 60_000;
const ZONE_FILE = { 'debian-12': 'Europe/Berlin', 'debian-13': '' };

describe.each(labSystems())('on $system', ({ system, access }) => {
  let server: PackageHarness;
  beforeAll(async () => (server = new PackageHarness(await access(), system)), 10 * MINUTES);
  afterAll(() => server.end());

  const berlin = { zone: 'Europe/Berlin' };
  const web = { name: 'web-1', domain: 'example.org' };
  const zone = () =>
    server.readOutput(
      'timedatectl show -p Timezone --value; readlink -f /etc/localtime; cat /etc/timezone 2>/dev/null',
    );
  const name = () => server.readOutput('hostname; hostnamectl --static; cat /etc/hostname; hostname -f');
  const records = () =>
    server.readOutput('find /var/lib/milepost-files/values /etc/hosts.m* 2>/dev/null | grep -v orig');

  test('the time zone is set, also in the file that timedatectl leaves', { timeout: MINUTES }, async () => {
    const before = await zone();
    await server.install(timeZone, berlin);
    expect(await zone()).toBe(
      ['Europe/Berlin', '/usr/share/zoneinfo/Europe/Berlin', ZONE_FILE[system]].join('\n').trim(),
    );
    expect(await server.readOutput('date +%Z')).toMatch(/^CES?T$/);
    expect(sum((await server.install(timeZone, berlin)).applied)).toBe(0);
    await server.run(timeZone, {
      ...{ operation: 'install', input: { zone: 'Asia/Tokyo' }, installed: berlin },
    });
    expect(await server.readOutput('date +%Z')).toBe('JST');
    await server.uninstall(timeZone);
    expect(await zone()).toBe(before);
    expect(sum((await server.uninstall(timeZone)).applied)).toBe(0);
  });

  test('a zone that somebody has set since stays', { timeout: MINUTES }, async () => {
    await server.install(timeZone, berlin);
    await server.readOutput('timedatectl set-timezone Europe/Paris');
    const { output } = await server.uninstall(timeZone);
    expect(output).toContain('The time zone is “Europe/Paris”, set after Milepost: it stays.');
    expect(await zone()).toContain('Europe/Paris');
    await server.readOutput('timedatectl set-timezone Etc/UTC');
  });

  test('what this server cannot do is said before anything is changed', { timeout: MINUTES }, async () => {
    const failure = (input: Record<string, unknown>) =>
      server.install(timeZone, input).then(() => '', String);
    expect(await failure({ zone: 'Europe/Nowhere' })).toContain(
      'This server does not know the time zone Europe/Nowhere.',
    );
    expect(await failure({ ...berlin, synchronize: 'on' })).toContain(
      'This server is a container: its clock is that of the computer on which it runs.',
    );
    expect(await zone()).toContain('Etc/UTC');
    await server.install(timeZone, { zone: 'Etc/UTC', synchronize: 'off' });
  });

  test('the host name is set, and found with its domain', { timeout: MINUTES }, async () => {
    const before = [await name(), await server.readOutput('cat /etc/hosts')];
    await server.install(hostName, web);
    expect(await name()).toBe('web-1\nweb-1\nweb-1\nweb-1.example.org');
    expect(await server.readOutput('sudo -n true 2>&1')).not.toContain('unable to resolve');
    expect(sum((await server.install(hostName, web)).applied)).toBe(0);
    await server.run(hostName, { operation: 'install', input: { name: 'web-2' }, installed: web });
    expect(await name()).toBe('web-2\nweb-2\nweb-2\nweb-2');
    expect(await server.readOutput('grep -c web-1 /etc/hosts')).toBe('0');
    const reset = () => server.run(hostName, { operation: 'uninstall', input: {}, installed: web });
    await reset();
    expect([await name(), await server.readOutput('cat /etc/hosts')]).toEqual(before);
    expect(sum((await reset()).applied)).toBe(0);
    expect(await records()).toBe('');
  });

  test('a line of somebody else in /etc/hosts is named', { timeout: MINUTES }, async () => {
    await server.readOutput('echo "10.0.0.5 db.internal web-1 # theirs" >>/etc/hosts');
    const failure = await server.install(hostName, web).then(() => '', String);
    expect(failure).toContain('A line of /etc/hosts says “10.0.0.5 db.internal web-1”');
    expect(await server.readOutput(`hostname; sed -i '/theirs/d' /etc/hosts`)).not.toBe('web-1');
  });
});
