import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { openLab } from '@milepost/lab/lab';
import { credentialContext } from '@milepost/packages-core/credentials/contexts';
import { open } from '@milepost/packages-core/credentials/open';
import { hostKeyFingerprint } from '@milepost/packages-core/ssh/transport/host-key';
import { ledgerState, milestone, plan } from '../../test/harness/plans';
import { WorkerHarness } from '../../test/harness/worker-harness';

let harness: WorkerHarness;
const lab = openLab(inject('lab'));
const first = lab.server(1);
const second = lab.server(2);
const [one, two] = inject('labServers');
if (!one || !two) throw new Error('two servers are needed');

const PASSWORD = 'Correct-Horse-7781';
const keys = async (): Promise<string> => (await first.exec('cat /root/.ssh/authorized_keys')).stdout;
const row = (id: string) =>
  harness.db.server.findUniqueOrThrow({ where: { id }, include: { login: true, credentials: true } });

beforeAll(async () => {
  harness = await WorkerHarness.create();
  const worker = harness.startWorker();
  const setUp =
    `useradd -m -s /bin/bash olga; useradd -m -s /bin/bash guest; usermod -aG sudo olga; ` +
    `printf 'olga:${PASSWORD}\\nguest:${PASSWORD}\\n' | chpasswd; echo 'PasswordAuthentication yes' >/etc/ssh/sshd_config.d/0.conf; systemctl reload ssh`;
  expect(await first.exec(setUp)).toMatchObject({ exitCode: 0 });
  await worker.ready;
});
afterAll(() => harness.close());
beforeEach(async () => {
  await harness.db.server.deleteMany({ where: { operations: { none: {} } } });
});

test('the host key is read without a login, and kept for a person to confirm', async () => {
  const id = await harness.addLogin({ ...one, hostKey: '' }, 'olga', { password: 'never sent' });
  const answer = await harness.inspect({ kind: 'host_key', serverId: id });
  expect(answer).toEqual({
    kind: 'host_key',
    keyType: 'ssh-ed25519',
    fingerprint: hostKeyFingerprint(one.hostKey),
  });
  expect((await row(id)).offeredHostKey).toBe(one.hostKey);
});

describe('a server joins', () => {
  test.each<[string, string, object]>([
    ['by the password of a user who may sudo', 'olga', { password: PASSWORD }],
    ['by the key of root', 'root', { privateKey: one.privateKey }],
  ])('%s', async (_name, username, login) => {
    const before = await keys();
    const id = await harness.addLogin(one, username, login);
    expect(await harness.inspect({ kind: 'enroll', serverId: id })).toEqual({
      kind: 'enroll',
      status: 'ready',
    });
    const server = await row(id);
    expect(server).toMatchObject({ status: 'ready', problem: null, login: null });
    expect(server.facts).toMatchObject({ os: 'debian', version: '12', arch: 'amd64', systemd: true });
    expect(server.machineId).toBe((await first.exec('cat /etc/machine-id')).stdout);
    const [credential] = server.credentials;
    expect(credential).toMatchObject({ kind: 'root', username: 'root' });
    expect((await keys()).split('\n').filter((line) => !before.includes(line))).toEqual([
      credential?.publicKey,
    ]);

    const box = credential?.sealedPrivateKey ?? new Uint8Array();
    const opened = await open(harness.keys.privateKey, box, credentialContext(id, 'root'));
    expect(Buffer.from(opened).toString()).toContain('BEGIN OPENSSH PRIVATE KEY');
    expect(await harness.inspect({ kind: 'enroll', serverId: id })).toEqual({
      kind: 'enroll',
      status: 'ready',
    }); // delivered twice

    const operation = await harness.submit({
      serverId: id,
      plan: plan([milestone('one', [ledgerState(username)])]),
    });
    expect(await harness.ended(operation)).toMatchObject({ status: 'completed' });
    await harness.db.server.update({ where: { id }, data: { machineId: null } }); // as if it were another
  });
});

describe('one clear sentence, and nothing installed', () => {
  const refusal = async (id: string) => {
    const before = await keys();
    const answer = await harness.inspect({ kind: 'enroll', serverId: id });
    expect(answer.kind).toBe('refused');
    const server = await row(id);
    expect(server.problem).toEqual(answer.kind === 'refused' ? answer.problem : null);
    expect(await keys()).toBe(before);
    return { answer, server };
  };

  test('a wrong password', async () => {
    const { answer, server } = await refusal(await harness.addLogin(one, 'olga', { password: 'wrong' }));
    expect(answer).toMatchObject({ code: 'authentication_refused' });
    expect(server).toMatchObject({ status: 'enrollment_failed', login: null, credentials: [] });
  });

  test('a login that may not become root', async () => {
    const { answer, server } = await refusal(await harness.addLogin(one, 'guest', { password: PASSWORD }));
    expect(answer).toMatchObject({ code: 'unusable' });
    expect(JSON.stringify(answer)).not.toContain(PASSWORD);
    expect(server.status).toBe('enrollment_failed');
  });

  test('nobody listens there', async () => {
    const { answer, server } = await refusal(
      await harness.addLogin({ ...one, port: 1 }, 'root', { password: 'x' }),
    );
    expect(answer).toMatchObject({
      code: 'unreachable',
      problem: { code: 'connect_failed', host: one.host, port: 1, failure: 'refused' },
    });
    expect(server).toMatchObject({ status: 'enrollment_failed' });
  });

  test('another host key than the confirmed one', async () => {
    const { answer, server } = await refusal(
      await harness.addLogin({ ...one, hostKey: two.hostKey }, 'olga', { password: PASSWORD }),
    );
    expect(answer).toMatchObject({ code: 'host_key_changed' });
    expect(server.status).toBe('host_key_changed');
  });

  test('neither Debian nor Ubuntu', async () => {
    await second.exec(
      `mv /etc/os-release /etc/os-release.kept; printf 'ID=fedora\\nPRETTY_NAME="Fedora 40"\\n' >/etc/os-release`,
    );
    const { answer, server } = await refusal(
      await harness.addLogin(two, 'root', { privateKey: two.privateKey }),
    );
    await second.exec('mv /etc/os-release.kept /etc/os-release');
    expect(answer).toMatchObject({ problem: { code: 'unsupported_system', system: 'Fedora 40' } });
    expect(server).toMatchObject({ status: 'enrollment_failed', credentials: [] });
  });

  test('a machine that is here already', async () => {
    const known = await harness.addLogin(two, 'root', { privateKey: two.privateKey });
    expect(await harness.inspect({ kind: 'enroll', serverId: known })).toMatchObject({ status: 'ready' });
    const { answer } = await refusal(await harness.addLogin(two, 'root', { privateKey: two.privateKey }));
    expect(answer).toMatchObject({
      problem: { code: 'machine_known', serverName: (await row(known)).name },
    });
  });
});

test('a host key that changes later is terminal: nothing is sent, and the milestone says so', async () => {
  const id = await harness.addServer({ ...one, hostKey: two.hostKey });
  const operation = await harness.submit({
    serverId: id,
    plan: plan([milestone('one', [ledgerState('never')])]),
  });
  const failed = await harness.awaitingDecision(operation);
  expect(failed.status).toBe('awaiting_decision');
  expect(await harness.giveUp(operation)).toMatchObject({ status: 'failed' });
  expect(failed.conclusion).toContain('another host key than the one that was confirmed: nothing was sent');
  expect((await row(id)).status).toBe('host_key_changed');
  const again = await harness.submit({
    serverId: id,
    plan: plan([milestone('one', [ledgerState('never')])]),
  });
  expect(await harness.ended(again)).toMatchObject({ status: 'failed' });
  expect((await harness.history(again)).slice(-2)).toEqual(['refused', 'closed']);
});
