import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { serverProblemMessage } from '@milepost/contract/messages/errors/server-errors';
import { openLab } from '@milepost/lab/lab';
import { WorkerHarness } from '../../test/harness/worker-harness';

let harness: WorkerHarness;
const server = openLab(inject('lab')).server(1);
const [first] = inject('labServers');
if (!first) throw new Error('a server is needed');
const address = first;

const PASSWORD = 'Correct-Horse-7781';
const ROOT = { privateKey: address.privateKey };
const OPS = { password: PASSWORD };
const SSHD = '/etc/ssh/sshd_config.d/0.conf';
const ALLOWING = 'PasswordAuthentication yes';

async function run(command: string): Promise<string> {
  const { exitCode, stdout, stderr } = await server.exec(command);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  return stdout;
}
const sshd = (...lines: string[]) =>
  run(`printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')} >${SSHD}; systemctl reload ssh`);
const keys = () => run('cat /root/.ssh/authorized_keys');

let before: string;
beforeAll(async () => {
  harness = await WorkerHarness.create();
  const worker = harness.startWorker();
  await run(
    `cp -a /root/.bashrc /root/.bashrc.orig; useradd -m -s /bin/bash ops; usermod -aG sudo ops; useradd -m -s /usr/sbin/nologin deploy; useradd -m -s /bin/bash guest; ` +
      `mkdir -m 700 /home/ops/.ssh; cp /root/.ssh/authorized_keys /home/ops/.ssh/; chown -R ops: /home/ops/.ssh; ` +
      `printf 'ops:${PASSWORD}\\ndeploy:${PASSWORD}\\nguest:${PASSWORD}\\n' | chpasswd`,
  );
  await sshd(ALLOWING);
  before = await keys();
  await worker.ready;
});
afterAll(() => harness.close());
beforeEach(() => harness.db.server.deleteMany());
afterEach(async () => {
  await sshd(ALLOWING);
  await run(
    'chmod 700 /root; chage -d 2026-01-01 ops; usermod -s /bin/bash root; cp -a /root/.bashrc.orig /root/.bashrc',
  );
  await server.exec(`printf '%s\\n' '${before.trimEnd()}' >/root/.ssh/authorized_keys`);
});

/** The sentence with which a join is refused. Fails where Milepost's key stays behind. */
async function refusal(username: string, login: object): Promise<string> {
  const untouched = await keys();
  const serverId = await harness.addLogin(address, username, login);
  const answer = await harness.inspect({ kind: 'enroll', serverId });
  expect(answer.kind).toBe('refused');
  expect(await keys()).toBe(untouched);
  return answer.kind === 'refused' ? serverProblemMessage(answer.problem) : '';
}

describe('a login that runs no commands is reported with what the server said', () => {
  test('the forced command of a cloud image', async () => {
    await run(
      `sed -i 's/^/command="echo Please login as the user admin;sleep 3" /' /root/.ssh/authorized_keys`,
    );
    expect(await refusal('root', ROOT)).toContain('The server said: “Please login as the user admin”');
  });

  test('a password that has expired', async () => {
    await run('chage -d 0 ops');
    expect(await refusal('ops', OPS)).toMatch(/^The password of ops on \S+ has expired\./);
  });

  test('a login shell that refuses', async () => {
    expect(await refusal('deploy', OPS)).toMatch(
      /^The user deploy on \S+ has no login shell .+ The server said: “This account is currently not available\.”$/,
    );
  });

  test('root’s shell that refuses, after a user with sudo has installed the key', async () => {
    await run('usermod -s /usr/sbin/nologin root');
    expect(await refusal('ops', OPS)).toMatch(
      /^The user root on \S+ has no login shell that runs commands\./,
    );
  });

  test('a start-up file that reads what is meant for commands', async () => {
    await run(`sed -i '1i read -p "Press enter" answer' /root/.bashrc`);
    expect(await refusal('root', ROOT)).toMatch(/^A start-up file of root’s shell on \S+ reads the input/);
  });

  test('a start-up file that replaces the shell', async () => {
    await run(`sed -i '1i exec sleep 60' /root/.bashrc`);
    expect(await refusal('root', ROOT)).toContain('Check the shell’s start-up files, such as .bashrc');
  });
});

describe('root’s key that is refused is explained by sshd’s own settings', () => {
  test.each([
    ['PermitRootLogin no', 'PermitRootLogin no'],
    ['AllowUsers ops', 'AllowUsers lists ops and not root'],
    ['AuthorizedKeysFile /home/%u/.ssh/authorized_keys', 'Add “.ssh/authorized_keys” to AuthorizedKeysFile'],
    ['Match User root\\n  AuthenticationMethods publickey,password', 'sshd asks for more than a key'],
  ])('%s', async (setting, cause) => {
    await sshd(ALLOWING, ...setting.split('\\n'));
    const sentence = await refusal('ops', OPS);
    expect(sentence).toContain('refuses Milepost’s key for root. ');
    expect(sentence).toContain(cause);
  });

  test('a home directory that others may write to', async () => {
    await run('chmod 777 /root');
    expect(await refusal('ops', OPS)).toContain('Others may write to /root (mode 777)');
  });
});

describe('a login that is refused says what the server accepts', () => {
  test('a second step after the key', async () => {
    await sshd(ALLOWING, 'AuthenticationMethods publickey,password');
    expect(await refusal('ops', ROOT)).toMatch(
      /accepted the key of ops and then asks for a second step \(password\)/,
    );
  });

  test('a password where only keys are accepted', async () => {
    await sshd('PasswordAuthentication no');
    expect(await refusal('ops', OPS)).toMatch(
      /does not accept a password for ops, only publickey\. Use a private key\.$/,
    );
  });

  test('no common algorithm, with what each side offers', async () => {
    await sshd(ALLOWING, 'KexAlgorithms sntrup761x25519-sha512@openssh.com');
    const sentence = await refusal('ops', OPS);
    expect(sentence).toMatch(
      /no key exchange algorithm in common\. The server offers sntrup761x25519-sha512@openssh\.com; Milepost offers curve25519-sha256/,
    );
    expect(sentence).toContain('KexAlgorithms');
  });
});

describe('sudo', () => {
  const failures = () => run(`journalctl -q --no-pager _COMM=sudo -g 'incorrect password' | wc -l`);

  test('sudo that asks for a password after a login by key says so, and is never sent an empty one', async () => {
    const counted = await failures();
    expect(await refusal('ops', ROOT)).toMatch(
      /^sudo on \S+ asks for the password of ops\. Enter it as well/,
    );
    expect(await failures()).toBe(counted);
  });

  test('takes the password that was given beside the key', async () => {
    const serverId = await harness.addLogin(address, 'ops', { ...ROOT, sudoPassword: PASSWORD });
    expect(await harness.inspect({ kind: 'enroll', serverId })).toEqual({ kind: 'enroll', status: 'ready' });
  });

  test('does not accept a wrong one', async () => {
    expect(await refusal('ops', { ...ROOT, sudoPassword: 'wrong' })).toMatch(
      /does not accept this password for ops\.$/,
    );
  });

  test('is not for everybody', async () => {
    expect(await refusal('guest', OPS)).toMatch(/^The user guest may not use sudo on /);
  });
});
