import { makeRepository, SAMPLE_PACKAGE } from '@milepost/lab/apt-repository';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labSystems } from '../../dsl/testing/lab-systems';
import { PackageHarness } from '../../dsl/testing/package-harness';
import { sum } from '../../dsl/testing/sum-applied';
import unattendedUpgrades from './unattended-upgrades';

const MINUTES = 60_000;
const FILE = '/etc/apt/apt.conf.d/52-milepost-unattended-upgrades';
const TIMERS = 'apt-daily.timer apt-daily-upgrade.timer';

describe.each(labSystems({ 'debian-12': { codename: 'bookworm' }, 'debian-13': { codename: 'trixie' } }))(
  'on $system',
  ({ system, access, codename }) => {
    let server: PackageHarness;
    beforeAll(async () => (server = new PackageHarness(await access(), system)), 10 * MINUTES);
    afterAll(() => server.end());

    const install = (input = {}) => server.install(unattendedUpgrades, input);
    const failureOf = (input: Record<string, unknown>) => install(input).then(() => '', String);
    const dump = (name: string) => server.readOutput(`apt-config dump | grep '${name}' | sort`);
    const dryRun = () => server.readOutput('unattended-upgrade --dry-run -v 2>&1; echo "exit $?"');
    const run = (operation: string, input = {}) =>
      server.run(unattendedUpgrades, { operation, input, installed: {} });

    test('says that the timers of apt are masked, before anything is changed', async () => {
      await server.readOutput(`systemctl mask ${TIMERS}`);
      expect(await failureOf({})).toContain('On the server: systemctl unmask apt-daily.timer');
      expect(await server.status('unattended-upgrades')).toBe('');
      await server.readOutput(`systemctl unmask ${TIMERS}`);
    });

    test('upgrades from the security archive alone', { timeout: 3 * MINUTES }, async () => {
      await install();
      expect(await dump('Origins-Pattern::')).toBe(
        'Unattended-Upgrade::Origins-Pattern:: "origin=Debian,codename=${distro_codename}-security,label=Debian-Security";',
      );
      const said = await dryRun();
      expect(said).toContain(
        `Allowed origins are: origin=Debian,codename=${codename}-security,label=Debian-Security\n`,
      );
      expect(said).toMatch(/exit 0$/);
      expect(await server.readOutput(`systemctl is-active ${TIMERS}; systemctl is-enabled ${TIMERS}`)).toBe(
        'active\nactive\nenabled\nenabled',
      );
    });

    test('is there already the second time', { timeout: MINUTES }, async () => {
      const { applied, started } = await install();
      expect({ applied: sum(applied), started }).toEqual({ applied: 0, started: 0 });
    });

    test('takes reboot, mail and what is never upgraded', { timeout: MINUTES }, async () => {
      const input = { never: ['libstdc++6', 'linux-*'], reboot: true, rebootTime: '03:30', mail: 'ada' };
      expect(await failureOf(input)).toContain('Nothing on this server sends mail.');
      await server.readOutput(
        'printf "#!/bin/sh\\ncat >/dev/null\\n" >/usr/sbin/sendmail; chmod +x /usr/sbin/sendmail',
      );
      await install(input);
      expect(await dump('Reboot\\|Mail\\|Blacklist::')).toBe(
        [
          'Unattended-Upgrade::Automatic-Reboot "true";',
          'Unattended-Upgrade::Automatic-Reboot-Time "03:30";',
          'Unattended-Upgrade::Automatic-Reboot-WithUsers "true";',
          'Unattended-Upgrade::Mail "ada";',
          'Unattended-Upgrade::MailReport "on-change";',
          'Unattended-Upgrade::Package-Blacklist:: "libstdc\\+\\+6$";',
          'Unattended-Upgrade::Package-Blacklist:: "linux-";',
        ].join('\n'),
      );
    });

    test('a file that is stronger is named, and ours is put back', { timeout: MINUTES }, async () => {
      const former = await server.readOutput(`cat ${FILE}`);
      await server.readOutput(
        `echo 'Unattended-Upgrade::Automatic-Reboot "true";' >/etc/apt/apt.conf.d/99theirs`,
      );
      expect(await failureOf({})).toContain(
        'apt does not have Unattended-Upgrade::Automatic-Reboot "false": look at /etc/apt/apt.conf.d/99theirs, which is read last.',
      );
      expect(await server.readOutput(`cat ${FILE}; rm /etc/apt/apt.conf.d/99theirs`)).toBe(former);
    });

    test('upgrades from all repositories, but not what is on hold', { timeout: 2 * MINUTES }, async () => {
      const exec = async (command: string, { input = '' } = {}) => ({
        exitCode: 0,
        stderr: '',
        stdout: await server.readOutput(`${command} <<'END_OF_INPUT'\n${input}\nEND_OF_INPUT\n`),
      });
      const repository = await makeRepository({ exec }, ['1.0']);
      await repository.use();
      // All of the distribution as well: it would be downloaded.
      await server.readOutput(
        `apt-get -qqy install ${SAMPLE_PACKAGE}; apt-mark hold $(dpkg-query -W -f '\${Package} ')`,
      );
      await repository.publish('2.0');
      await server.readOutput('apt-get -qq update');
      const version = () => server.readOutput(`dpkg-query -W -f '\${Version}' ${SAMPLE_PACKAGE}`);
      await install({ updates: 'all' });
      await run('upgrade_now');
      expect(await version()).toBe('1.0');
      await server.readOutput(`apt-mark unhold ${SAMPLE_PACKAGE}`);
      await install({ updates: 'all', never: [`${SAMPLE_PACKAGE.slice(0, 6)}*`] });
      await run('upgrade_now');
      expect(await version()).toBe('1.0');
      await install({ updates: 'all' });
      await run('upgrade_now');
      expect(await version()).toBe('2.0');
      await server.readOutput('apt-mark unhold $(apt-mark showhold)');
    });

    test('leaves what Debian brought, or nothing of it', { timeout: 2 * MINUTES }, async () => {
      await run('uninstall');
      const left = () =>
        server.readOutput(`ls -d ${FILE} /etc/apt/apt.conf.d/50un* /var/log/unattended-upgrades 2>/dev/null`);
      expect(await left()).toBe('/etc/apt/apt.conf.d/50unattended-upgrades\n/var/log/unattended-upgrades');
      expect(sum((await run('uninstall')).applied)).toBe(0);
      await run('uninstall', { removeData: true });
      expect(await left()).toBe('');
    });
  },
);
