import { afterAll, describe, expect, inject, test } from 'vitest';
import { StateHarness } from '../dsl/testing/state-harness';
import { job } from './cron';
import { block } from './file/block';
import { ini } from './file/ini';
import { json } from './file/json';
import { link } from './file/link';
import { newest } from './file/newest';
import { running } from './systemd/services';
import { dropIn, timer, timerAbsent, unit, unitAbsent } from './systemd/units';
import { authorizedKey } from './users/authorized-key';
import * as group from './users/group';
import { sudoers } from './users/sudoers';
import * as user from './users/user';

const server = new StateHarness(inject('labServers')[0]!);
afterAll(() => server.end());
const MINUTES = 60_000;
const INSTALL =
  'export DEBIAN_FRONTEND=noninteractive; apt-get -qq update; apt-get -qqy install --no-install-recommends';

describe('files', () => {
  test('a link, lines, settings and members are there and back', async () => {
    await server.run('mkdir -p /etc/trial /srv/trial/releases/1; echo "[a]" >/etc/trial/ini');
    await server.expectThereAndBack(
      [
        link('/srv/trial/current', { to: 'releases/1', owner: 'www-data:www-data' }),
        block('/etc/trial/lines', { name: 'trial', text: 'x' }),
        ini('/etc/trial/ini', { section: 'a', settings: { b: 1 } }),
        json('/etc/trial/daemon.json', { 'log-driver': 'json-file' }),
      ],
      {
        between: async () =>
          expect(
            await server.run(
              'stat -c "%N %U" /srv/trial/current; cat /etc/trial/lines /etc/trial/ini /etc/trial/daemon.json',
            ),
          ).toBe(
            [
              "'/srv/trial/current' -> 'releases/1' www-data",
              '# BEGIN Milepost: trial\nx\n# END Milepost: trial',
              '[a]\nb = 1',
              '{\n  "log-driver": "json-file"\n}',
            ].join('\n'),
          ),
      },
    );
    expect(await server.run('cd /etc/trial; ls | grep -v orig; cat ini; ls /srv/trial')).toBe(
      'ini\n[a]\nreleases',
    );
  });

  test('the newest releases stay, and the one in use', async () => {
    await server.run('cd /srv/trial; mkdir -p releases/2 releases/3 releases/10; ln -s releases/1 current');
    await server.bringAbout(newest('/srv/trial/releases', { keep: 2 }));
    expect(await server.run('ls -v /srv/trial/releases; rm /srv/trial/current')).toBe('1\n3\n10');
  });
});

describe('systemd', () => {
  const text = (more = '') =>
    `[Unit]\nDescription=Trial\n\n[Service]\nExecStart=/bin/sleep 1000\n${more}\n[Install]\nWantedBy=multi-user.target\n`;

  test('a unit is written and started, and both are undone', async () => {
    await server.expectThereAndBack(
      [unit('trial', text()), running('trial', { configFiles: ['/etc/systemd/system/trial.service'] })],
      { between: async () => expect(await server.run('systemctl is-active trial')).toBe('active') },
    );
    expect(await server.run('systemctl show -P LoadState trial; ls /etc/systemd/system | grep trial')).toBe(
      'not-found',
    );
  });

  test.each([
    ['Nise=5', 'Nise'],
    ['ExecStartPre=/no/such/program', '/no/such/program'],
  ])('a unit with %s is not written, and what is wrong is named', async (more, named) => {
    await expect(server.bringAbout(unit('trial', text(more)))).rejects.toThrow(named);
    expect(await server.run('ls /etc/systemd/system/trial.service')).toContain('No such file');
  });

  test('a template of a unit is accepted', async () => {
    await server.expectThereAndBack(unit('trial@', text('Environment=NAME=%i')));
  });

  test('a drop-in is in force, or refused where systemd would ignore it', async () => {
    await server.bringAbout([unit('trial', text())]);
    await expect(server.bringAbout(dropIn('trial', 'limits', '[Service]\nMemoryMax=lots\n'))).rejects.toThrow(
      'lots',
    );
    await server.expectThereAndBack(dropIn('trial', 'limits', '[Service]\nMemoryMax=64M\n'), {
      between: async () => expect(await server.run('systemctl show -P MemoryMax trial')).toBe('67108864'),
    });
    await server.expectThereAndBack(unitAbsent('trial'));
    await server.bringAbout(unitAbsent('trial'));
    expect(await server.run('systemctl show -P LoadState trial; ls -d /etc/systemd/system/trial*')).toMatch(
      /^not-found\nls: /,
    );
  });

  test('a timer runs, and is removed with its stamp', async () => {
    const states = timer('trial-timer', { runs: '/bin/true', onCalendar: 'Mon *-*-* 04:00:00' });
    await server.expectThereAndBack(states, {
      between: async () =>
        expect(await server.run('systemctl show -P NextElapseUSecRealtime trial-timer.timer')).toMatch(
          /^Mon .* 04:00:00/,
        ),
    });
    await expect(
      server.bringAbout(timer('trial-timer', { runs: '/bin/true', onCalendar: 'Someday' })),
    ).rejects.toThrow('Someday');
    await server.bringAbout(states);
    await server.bringAbout(timerAbsent('trial-timer'));
    expect(await server.run('ls /etc/systemd/system /var/lib/systemd/timers | grep trial-timer')).toBe('');
  });
});

describe('users', () => {
  const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7g0Kb0bqGm7j8u8wF0c8X0oTtK1o9o3fKq4gqv5c9t ann@example';

  test(
    'user, group, key, rule of sudo and job of cron are there and back',
    { timeout: 5 * MINUTES },
    async () => {
      await server.run(`${INSTALL} sudo cron`);
      await server.expectThereAndBack(
        [
          user.exists('trial', { shell: '/bin/sh' }),
          group.exists('trial-group', { members: ['trial'] }),
          authorizedKey('trial', KEY),
          sudoers('trial', 'trial ALL=(root) NOPASSWD: /bin/true\n'),
          job('trial', { schedule: '*/5 * * * *', command: 'date +%F', user: 'trial' }),
        ],
        {
          between: async () => {
            expect(await server.run('id -Gn trial')).toBe('trial trial-group');
            expect(await server.run('stat -c "%a %U" ~trial/.ssh ~trial/.ssh/authorized_keys')).toBe(
              '700 trial\n600 trial',
            );
            expect(
              await server.run('runuser -u trial -- sudo -n true && echo yes; visudo -c | tail -n 1'),
            ).toContain('yes');
            expect(await server.run('cat /etc/cron.d/trial')).toBe('*/5 * * * * trial date +\\%F');
          },
        },
      );
      expect(
        await server.run(
          'getent passwd trial; ls -d /home/trial /etc/sudoers.d/trial /etc/cron.d/trial 2>&1 | grep -v No',
        ),
      ).toBe('');
    },
  );

  test('a user goes and comes back with number, group and password', async () => {
    await server.run('useradd -m -u 1777 -G www-data trial; echo trial:secret | chpasswd');
    const before = await server.run('getent passwd trial; getent shadow trial | cut -d: -f2; id trial');
    await server.expectThereAndBack(user.absent('trial'), {
      between: async () =>
        expect(await server.run('getent passwd trial; ls -d /home/trial')).toBe('/home/trial'),
    });
    expect(await server.run('getent passwd trial; getent shadow trial | cut -d: -f2; id trial')).toBe(before);
    await server.bringAbout(user.absent('trial', { home: 'remove', destructive: 'Deletes it.' }));
    expect(await server.run('getent passwd trial; ls -d /home/trial')).toContain('No such file');
  });

  test('what visudo refuses is not written', async () => {
    await expect(server.bringAbout(sudoers('trial', 'trial ALL=('))).rejects.toThrow('syntax error');
    expect(await server.run('ls /etc/sudoers.d')).toBe('README');
  });
});
