import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { FAIL2BAN_CAUSES } from '../../states/failures/fail2ban';
import { labSystems } from '../../dsl/testing/lab-systems';
import { PackageHarness } from '../../dsl/testing/package-harness';
import { StateHarness } from '../../dsl/testing/state-harness';
import { sum } from '../../dsl/testing/sum-applied';
import fail2ban from './fail2ban';

const MINUTES = 60_000;
const systems = labSystems();
const [, second] = inject('labServers');
const FILE = '/etc/fail2ban/jail.d/zz-milepost.local';

describe.each(systems)('on $system', ({ system, access }) => {
  const peer = new StateHarness(second!);
  let server: PackageHarness;
  let host: string;
  beforeAll(async () => {
    const found = await access();
    host = found.host;
    server = new PackageHarness(found, system);
    await server.readOutput(
      "systemd-run -q --unit=listen perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new(LocalPort => 8001, Listen => 9) or die; while ($s->accept) {}'",
    );
  }, 10 * MINUTES);
  afterAll(() => {
    server.end();
    peer.end();
  });

  const first = { retries: 3 };
  const run = (operation: string, input = {}) => server.run(fail2ban, { operation, input, installed: first });
  const change = (input: object) =>
    server.run(fail2ban, { operation: 'install', input: { ...first, ...input }, installed: first });
  const isUp = () => server.readOutput('systemctl is-active fail2ban; systemctl is-enabled fail2ban');
  const started = () => server.readOutput('systemctl show -P InvocationID fail2ban');
  const get = (name: string) => server.readOutput(`fail2ban-client get sshd ${name}`);
  const jails = () => server.readOutput("fail2ban-client status | sed -n 's/.*Jail list:[ \\t]*//p'");
  const banned = () => get('banip');
  const ownAddress = () => server.readOutput('echo "${SSH_CONNECTION%% *}"');
  const SSH = ['-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'];
  /** Logins that fail, each as a user that there is not. */
  const failHere = async () => {
    for (let i = 0; i < 4; i++)
      await promisify(execFile)('ssh', [...SSH, `nobody-here@${host}`, 'true']).catch(() => undefined);
  };
  const failOnPeer = () =>
    peer.run(`for i in 1 2 3 4; do ssh ${SSH.join(' ')} -o ConnectTimeout=3 nobody-here@${host} true; done`);
  /** What the other server gets on the port of SSH and on that of a listener. */
  const reach = async () =>
    (
      await peer.run(
        `for port in 22 8001; do timeout 3 bash -c "exec 3<>/dev/tcp/${host}/$port" 2>/dev/null && echo open || echo refused; done`,
      )
    ).split('\n');

  test(
    'is installed with the address of the console exempt, from its first start on',
    { timeout: 5 * MINUTES },
    async () => {
      const done = await server.install(fail2ban, first);
      expect(done.applied).toMatchObject({ install_software: 1, configure_service: 3 });
      expect(done.version).toMatch(/^1\.[01]\./);
      expect(await isUp()).toBe('active\nenabled');
      expect([await jails(), await get('bantime'), await get('findtime'), await get('maxretry')]).toEqual([
        'sshd',
        '3600',
        '600',
        '3',
      ]);
      expect(await get('ignoreip')).toContain(`- ${await ownAddress()}`);
      expect(
        await server.readOutput(
          'journalctl -u fail2ban -o cat | grep -c "Started fail2ban"; systemctl is-enabled nftables',
        ),
      ).toBe('1\ndisabled');
    },
  );

  test('is there already the second time, and nothing is started', async () => {
    const before = await started();
    const { applied, started: commands, output } = await server.install(fail2ban, first);
    expect({ applied: sum(applied), commands, output }).toEqual({ applied: 0, commands: 0, output: '' });
    expect(await started()).toBe(before);
  });

  test(
    'bans another server for failed logins, from all ports, until it is unbanned',
    { timeout: 2 * MINUTES },
    async () => {
      expect(await reach()).toEqual(['open', 'open']);
      await failOnPeer();
      await expect.poll(banned, { timeout: 20_000 }).toBe(second!.host);
      await expect.poll(reach, { timeout: 20_000 }).toEqual(['refused', 'refused']);
      await server.readOutput(`fail2ban-client unban ${second!.host}`);
      await expect.poll(reach, { timeout: 20_000 }).toEqual(['open', 'open']);
    },
  );

  test('does not ban the console for the same', { timeout: 2 * MINUTES }, async () => {
    const own = await ownAddress();
    await failHere();
    const ignored = () => server.readOutput(`grep -c "\\[sshd\\] Ignore ${own}" /var/log/fail2ban.log`);
    await expect.poll(async () => Number(await ignored()), { timeout: 20_000 }).toBeGreaterThanOrEqual(4);
    expect(await banned()).toBe('');
    const next = new PackageHarness({ ...(await access()), host }, system);
    expect(await next.readOutput('echo in')).toBe('in');
    next.end();
  });

  test('takes other settings by a reload, which lifts no ban', async () => {
    await server.readOutput('fail2ban-client set sshd banip 203.0.113.9');
    const before = await started();
    const done = await change({
      banMinutes: 5,
      retries: 7,
      jails: ['sshd', 'recidive'],
      ignored: ['198.51.100.0/24'],
    });
    expect(done.applied).toMatchObject({ install_software: 0, configure_service: 1, start_service: 1 });
    expect([await jails(), await get('bantime'), await get('maxretry')]).toEqual([
      'recidive, sshd',
      '300',
      '7',
    ]);
    expect(await get('ignoreip')).toContain('198.51.100.0/24');
    expect([await started(), await banned()]).toEqual([before, '203.0.113.9']);
    await server.readOutput('fail2ban-client unban --all');
    await change({});
    expect(await jails()).toBe('sshd');
  });

  test('refuses a jail whose log is not there, by name', async () => {
    await expect(change({ jails: ['sshd', 'nginx-http-auth'] })).rejects.toThrow(
      'The jail nginx-http-auth reads /var/log/nginx/*error.log, which this server does not have. Install nginx first, or leave out the jail.',
    );
    await server.readOutput('mkdir -p /var/log/nginx; touch /var/log/nginx/error.log');
    await change({ jails: ['sshd', 'nginx-http-auth'] });
    expect(await jails()).toBe('nginx-http-auth, sshd');
    const line = (address: string) =>
      `$(date "+%Y/%m/%d %H:%M:%S") [error] 1#1: *1 user "ada": password mismatch, client: ${address}, server: x, request: "GET / HTTP/1.1", host: "x"`;
    const lines = ['203.0.113.7', await ownAddress()].flatMap((each) =>
      Array.from({ length: 4 }, () => line(each)),
    );
    await server.readOutput(`cat >>/var/log/nginx/error.log <<END\n${lines.join('\n')}\nEND`);
    await expect
      .poll(() => server.readOutput('fail2ban-client get nginx-http-auth banip'), { timeout: 20_000 })
      .toBe('203.0.113.7');
    await change({});
    await server.readOutput('rm -r /var/log/nginx');
  });

  test.each([
    [
      '[nope]\nenabled = true\nfilter = gone',
      "Fail2ban reports: Found no accessible config files for 'filter.d/gone' under /etc/fail2ban",
    ],
    ['[sshd]\nenabled = true\nenabled', 'Fail2ban rejects /etc/fail2ban/jail.d/mine.local, line 3: '],
    [
      '[nginx-http-auth]\nenabled = true\nbackend = auto',
      'The jail nginx-http-auth finds no log that it could read',
    ],
    [
      '[mine]\nenabled = true\nfilter = sshd\nbackend = systemd\nignoreip = 192.0.2.1',
      'The jail mine would ban the console, which comes from',
    ],
  ])('runs on with what it had where somebody wrote “%s”', async (text, sentence) => {
    const [before, file] = [await started(), await server.readOutput(`cat ${FILE}`)];
    await server.readOutput(`printf '%s\n' '${text}' >/etc/fail2ban/jail.d/mine.local`);
    const failure = await change({ banMinutes: 9 }).then(() => '', String);
    const causes = FAIL2BAN_CAUSES.flatMap(({ pattern, cause }) => {
      const match = new RegExp(pattern).exec(failure.replace(/^.*\n/, ''));
      return match ? [cause.replaceAll(/\{(\w+)\}/g, (_, name: string) => match.groups?.[name] ?? '')] : [];
    });
    expect(`${causes[0]}\n${failure}`).toContain(sentence);
    expect([await started(), await server.readOutput(`cat ${FILE}`), await get('bantime')]).toEqual([
      before,
      file,
      '3600',
    ]);
    await server.readOutput('rm /etc/fail2ban/jail.d/mine.local');
  });

  test('bans nobody whom other files of Fail2ban name', async () => {
    await server.readOutput(
      "printf '[DEFAULT]\\nignoreip = 192.0.2.1, # office\\n  office.example.org\\n' >/etc/fail2ban/jail.local",
    );
    await server.install(fail2ban, first);
    expect(await server.readOutput(`grep -m 1 ^ignoreip ${FILE}`)).toBe(
      `ignoreip = 127.0.0.0/8 ::1 ${await ownAddress()} 192.0.2.1 office.example.org`,
    );
    await server.readOutput('rm /etc/fail2ban/jail.local');
    await server.install(fail2ban, first);
  });

  test('is at its newest version, stopped and started', async () => {
    expect((await run('update')).applied).toMatchObject({ update_software: 0, start_service: 0 });
    await run('stop');
    expect(await isUp()).toBe('inactive\nenabled');
    await run('start');
    expect(await isUp()).toBe('active\nenabled');
    await run('reload');
    const before = await started();
    await run('restart');
    expect(await started()).not.toBe(before);
  });

  test(
    'keeps configuration and bans when it is uninstalled, unless asked otherwise',
    { timeout: 5 * MINUTES },
    async () => {
      await expect.poll(() => server.readOutput('fail2ban-client set sshd banip 203.0.113.8')).toBe('1');
      await run('uninstall');
      expect(
        await server.readOutput(
          `nft list tables; pgrep fail2ban; dpkg-query -W -f '\${db:Status-Status}' nftables`,
        ),
      ).toBe('installed');
      await server.install(fail2ban, first);
      await expect.poll(banned, { timeout: 20_000 }).toBe('203.0.113.8');
      await run('uninstall', { removeData: true });
      expect(await server.status('fail2ban')).toBe('');
      expect(
        await server.readOutput(
          `ls -d ${FILE} /var/lib/fail2ban /var/log/fail2ban.log 2>/dev/null; nft list tables`,
        ),
      ).toBe('');
      expect(sum((await run('uninstall', { removeData: true })).applied)).toBe(0);
    },
  );
});
