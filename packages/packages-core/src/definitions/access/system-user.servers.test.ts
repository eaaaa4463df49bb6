import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labSystems } from '../../dsl/testing/lab-systems';
import { PackageHarness } from '../../dsl/testing/package-harness';
import { installationRow } from '../../dsl/conformance/sample-installations';
import { testFolder } from '../../dsl/testing/test-folder';
import { generateKeyPair } from '../../ssh/login/key-pair';
import type { ServerAccess } from '../../ssh/testing/ssh-harness';
import authorizedKey from './authorized-key';
import systemUser from './system-user';

const MINUTES = 60_000;
const folder = testFolder();
const run = promisify(execFile);

describe.each(labSystems())('on $system', ({ system, access }) => {
  let server: PackageHarness;
  let place: ServerAccess;
  const input = { name: 'deploy', groups: ['www-data'], sudo: true };
  const [first, second] = [generateKeyPair('ann@laptop'), generateKeyPair('ann@desk')];
  const laptop = { name: 'laptop of Ann', key: first.publicKey };
  const parent = installationRow(systemUser, input);
  beforeAll(async () => {
    place = await access();
    server = new PackageHarness(place, system);
  }, 10 * MINUTES);
  afterAll(() => server.end());

  const sum = (applied: Record<string, number>) => Object.values(applied).reduce((a, b) => a + b, 0);
  const uninstall = (options = {}) =>
    server.run(systemUser, { operation: 'uninstall', input: options, installed: input });
  const change = (changed: Record<string, unknown>) =>
    server.run(systemUser, { operation: 'install', input: { ...input, ...changed }, installed: input });
  const failureOf = (sent: Record<string, unknown>) =>
    server.install(systemUser, sent).then(() => '', String);
  const key = (operation: string, sent: Record<string, unknown>, installed?: Record<string, unknown>) =>
    server.run(authorizedKey, { operation, input: sent, parent, ...(installed && { installed }) });
  const users = () => server.readOutput('cut -d: -f1 /etc/passwd | sort; cat /etc/group');

  /** What a command prints in a login of its own from this machine, or why there is none. */
  async function ssh(privateKey: string, command: string): Promise<string> {
    const file = join(folder.home, 'id');
    await writeFile(file, privateKey);
    await chmod(file, 0o600);
    const known = [
      'StrictHostKeyChecking=no',
      'UserKnownHostsFile=/dev/null',
      'BatchMode=yes',
      'LogLevel=ERROR',
    ];
    const options = [...known, 'IdentitiesOnly=yes'].flatMap((option) => ['-o', option]);
    const where = ['-p', String(place.port), '-i', file, `deploy@${place.host}`, command];
    return run('ssh', [...options, ...where]).then(
      ({ stdout }) => stdout.trim(),
      (error: unknown) => String((error as { stderr?: string }).stderr).trim(),
    );
  }
  /** What a login leaves behind ends a little later, and a user with processes stays. */
  const untilIdle = () =>
    expect.poll(() => server.readOutput('pgrep -u deploy'), { timeout: 30_000 }).toBe('');

  test('is there with its groups and sudo, and has no password', { timeout: 2 * MINUTES }, async () => {
    const { applied } = await server.install(systemUser, input);
    expect(applied).toMatchObject({ create_user: 3 });
    expect(
      await server.readOutput(
        `getent passwd deploy | cut -d: -f6,7; id -Gn deploy; getent shadow deploy | cut -d: -f2; runuser -u deploy -- sudo -n id -un; stat -c '%a %U' /etc/sudoers.d/user-deploy`,
      ),
    ).toBe('/home/deploy:/bin/bash\ndeploy www-data\n!\nroot\n440 root');
  });

  test('is there already the second time', async () => {
    const { applied, started, output } = await server.install(systemUser, input);
    expect({ applied: sum(applied), started, output }).toEqual({ applied: 0, started: 0, output: '' });
  });

  test('takes a key, with which it logs in from this machine', { timeout: MINUTES }, async () => {
    expect(await ssh(first.privateKey, 'id -un')).toContain('Permission denied');
    await key('install', laptop);
    expect(await ssh(first.privateKey, 'id -un; pwd; sudo -n id -un')).toBe('deploy\n/home/deploy\nroot');
    expect(await ssh(second.privateKey, 'id -un')).toContain('Permission denied');
    expect(
      await server.readOutput("stat -c '%a %U' /home/deploy/.ssh /home/deploy/.ssh/authorized_keys"),
    ).toBe('700 deploy\n600 deploy');
    expect(sum((await key('install', laptop)).applied)).toBe(0);
  });

  test('has another key instead, and then none', { timeout: 2 * MINUTES }, async () => {
    await server.readOutput('echo "# mine" >>/home/deploy/.ssh/authorized_keys');
    const other = { ...laptop, key: second.publicKey };
    await key('install', other, laptop);
    expect(await ssh(second.privateKey, 'id -un')).toBe('deploy');
    expect(await ssh(first.privateKey, 'id -un')).toContain('Permission denied');
    await key('uninstall', {}, other);
    expect(await ssh(second.privateKey, 'id -un')).toContain('Permission denied');
    expect(await server.readOutput('cat /home/deploy/.ssh/authorized_keys')).toBe('# mine');
    expect(sum((await key('uninstall', {}, other)).applied)).toBe(0);
  });

  test(
    'has no key that OpenSSH does not read, or that sshd would not take',
    { timeout: MINUTES },
    async () => {
      const blob = `AAAAC3NzaC1lZDI1NTE5AAAAI${'x'.repeat(43)}`; // cspell:ignore AAAAC AAAAI
      const refusal = (sent: string) => key('install', { ...laptop, key: sent }).then(() => '', String);
      expect(await refusal(`ssh-rsa ${blob}`)).toContain('OpenSSH does not read this as a public key.');
      await server.readOutput('chmod g+w /home/deploy');
      expect(await refusal(first.publicKey)).toContain('chmod go-w /home/deploy');
      await server.readOutput('chmod g-w /home/deploy');
    },
  );

  test('leaves a group and sudo, and takes another shell', { timeout: MINUTES }, async () => {
    await change({ groups: [], sudo: false, shell: '/usr/sbin/nologin' });
    expect(
      await server.readOutput(
        `getent passwd deploy | cut -d: -f7; id -Gn deploy; ls /etc/sudoers.d; runuser -u deploy -- sudo -n id 2>&1 | head -n 1`,
      ),
    ).toBe('/usr/sbin/nologin\ndeploy\nREADME\nsudo: a password is required');
    await server.install(systemUser, input);
  });

  test('is not deleted while it has processes, which are named', { timeout: MINUTES }, async () => {
    await untilIdle();
    await server.readOutput('systemd-run -q --unit=busy --uid=deploy sleep 1000');
    expect(await uninstall().then(() => '', String)).toMatch(
      /The user deploy has processes: sleep \(\d+\)\. Stop them first\./,
    );
    expect(await server.readOutput('id -un deploy; ls /etc/sudoers.d/user-deploy; systemctl stop busy')).toBe(
      'deploy\n/etc/sudoers.d/user-deploy',
    );
  });

  test(
    'keeps its home when it is deleted, and has it again with another number in between',
    { timeout: 2 * MINUTES },
    async () => {
      await server.readOutput('runuser -u deploy -- sh -c "echo kept >/home/deploy/mark"');
      await untilIdle();
      await uninstall();
      expect(await server.readOutput('id deploy 2>&1; ls /etc/sudoers.d; cat /home/deploy/mark')).toMatch(
        /no such user\nREADME\nkept$/,
      );
      expect(sum((await uninstall()).applied)).toBe(0);
      await server.readOutput('useradd -u 1777 -M between');
      await server.install(systemUser, input);
      expect(
        await server.readOutput('runuser -u deploy -- cat /home/deploy/mark; stat -c %U /home/deploy/mark'),
      ).toBe('kept\ndeploy');
      await server.readOutput('userdel between');
    },
  );

  test('goes with its home, of which an archive stays', { timeout: MINUTES }, async () => {
    await uninstall({ removeData: true });
    expect(
      await server.readOutput(
        `ls -d /home/deploy /var/lib/milepost-files/users 2>/dev/null; stat -c '%a %U' /var/backups/home/deploy-*; tar -xzOf /var/backups/home/deploy-*.tar.gz deploy/mark`,
      ),
    ).toBe('600 root\nkept');
  });

  describe('a user that was there before', () => {
    test.each([
      [{ name: 'root' }, 'root is a user of the system itself. Choose another name.'],
      [{ name: 'www-data', shell: '/usr/sbin/nologin' }, 'www-data is a user of the system itself.'],
      [{ name: 'nobody' }, 'nobody is a user of the system itself.'],
      [{ name: 'ann' }, 'takes over only as it is: with the shell /bin/sh.'],
      [{ name: 'ann', shell: '/bin/sh' }, 'takes over only as it is: in the groups audio.'],
      [
        { name: 'ann', shell: '/bin/sh', groups: ['audio'], sudo: true },
        'takes over only as it is: without sudo.',
      ],
      [{ name: 'bob' }, 'Its home is /srv/bob, not /home/bob.'],
      [{ name: 'eve' }, '/home/eve is there already and belongs to root.'],
      [{ name: 'new', groups: ['nobody-there'] }, 'There is no group nobody-there on this server.'],
    ])('is not touched by %j', async (sent, sentence) => {
      await server.readOutput(
        'id ann >/dev/null 2>&1 || { useradd -m -s /bin/sh -G audio ann; useradd -m -d /srv/bob bob; mkdir /home/eve; }',
      );
      const before = await users();
      expect(await failureOf(sent)).toContain(sentence);
      expect(await users()).toBe(before);
    });

    test('is taken over as it is, and nothing is changed', async () => {
      const before = await users();
      const { applied } = await server.install(systemUser, {
        name: 'ann',
        shell: '/bin/sh',
        groups: ['audio'],
      });
      expect(sum(applied)).toBe(0);
      expect(await users()).toBe(before);
      await server.readOutput('userdel -r ann; userdel -r bob; rmdir /home/eve');
    });
  });
});
