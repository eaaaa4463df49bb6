import { randomUUID } from 'node:crypto';
import { connect as connectSocket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLab } from '@milepost/lab/lab';
import type { Relay } from '@milepost/lab/relay';
import { openRelay } from '@milepost/lab/relay';
import ssh2 from 'ssh2';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { encodeRequest } from '../../engine/request';
import { authorizeKey } from '../login/authorize-key';
import { connect } from './connect';
import { ConnectionPool } from './connection-pool';
import { hostKeyFingerprint, readHostKey } from './host-key';
import { generateKeyPair } from '../login/key-pair';
import { remoteCommand } from '../supervisor/remote-shell';
import { SshHost } from '../supervisor/ssh-host';
import { SUPERVISOR_SHA256 } from '../supervisor/supervisor-call';
import { LEDGER, ledgerCommand } from '../testing/commands';
import { SshHarness } from '../testing/ssh-harness';
import { waitUntil } from '../testing/wait-until';

const [access, other] = inject('labServers');
const server = openLab(inject('lab')).server(1);
const trial = new SshHarness(access!);
const { signal } = trial;
afterAll(() => trial.end());

describe('a host key', () => {
  test('is read without a login, and named as ssh-keygen names it', async () => {
    const key = await readHostKey(access!);
    expect(key.hostKey).toBe(access!.hostKey);
    expect(key.fingerprint).toBe(hostKeyFingerprint(access!.hostKey));
    const named = await trial.read('ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub');
    expect(named.split(' ')[1]).toBe(key.fingerprint);
  });

  test.each([
    { what: 'another', hostKey: other!.hostKey },
    {
      what: 'one of a type the server no longer has',
      hostKey: `ssh-rsa ${Buffer.from('\0\0\0\x07ssh-rsa').toString('base64')}`,
    },
  ])('a host key that is $what ends the connection before a user name is sent', async ({ hostKey }) => {
    const marker = randomUUID();
    const target = { ...trial.target(), hostKey, username: `nobody-${marker}` };
    await expect(connect(target)).rejects.toMatchObject({ code: 'host_key_changed' });
    await expect(new ConnectionPool().host(target, signal)).rejects.toMatchObject({
      code: 'host_key_changed',
    });
    expect(await trial.read(`journalctl -u ssh -o cat | grep -c ${marker}`)).toBe('0\n');
  });
});

describe('a login', () => {
  test('with a key the server does not know is refused', async () => {
    const { privateKey } = generateKeyPair('stranger');
    await expect(connect({ ...trial.target(), login: { privateKey } })).rejects.toMatchObject({
      code: 'authentication_refused',
    });
    await expect(connect({ ...trial.target(), login: { password: 'wrong' } })).rejects.toMatchObject({
      code: 'authentication_refused',
    });
    await expect(connect({ ...trial.target(), login: { privateKey: 'rubbish' } })).rejects.toMatchObject({
      code: 'authentication_refused',
    });
  });

  test.each([
    { what: 'where nothing listens', host: access!.host, port: 2 },
    { what: 'of a name that nobody has', host: 'nobody.invalid', port: 22 },
  ])('$what is unreachable', async ({ host, port }) => {
    await expect(connect(trial.target({ host, port }))).rejects.toMatchObject({ code: 'unreachable' });
    await expect(readHostKey({ host, port })).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('with a password and sudo installs a key that then logs in as root', async () => {
    const password = randomUUID();
    await trial.read(`useradd -m -s /bin/bash -G sudo alice; echo 'alice:${password}' | chpasswd`);
    const { publicKey, privateKey } = generateKeyPair('milepost@test');
    const login = await connect({ ...trial.target(), username: 'alice', login: { password } });
    await expect(
      authorizeKey(login, { publicKey, username: 'alice', sudoPassword: 'wrong' }),
    ).rejects.toMatchObject({ code: 'unusable' });
    for (let twice = 0; twice < 2; twice++)
      await authorizeKey(login, { publicKey, username: 'alice', sudoPassword: password });
    login.close();
    expect(await trial.read('grep -c milepost@test /root/.ssh/authorized_keys')).toBe('1\n');
    const root = await connect({ ...trial.target(), login: { privateKey } });
    expect(await new SshHost(root, { username: 'root' }).read('id -un')).toMatchObject({
      exitCode: 0,
      stdout: 'root\n',
    });
    root.close();
  });

  test('a login with sudo runs commands as root; one without sudo cannot be used', async () => {
    await trial.read(`
      for user in deputy guest; do
        useradd -m -s /bin/bash $user; install -D -o $user -m 600 /root/.ssh/authorized_keys /home/$user/.ssh/authorized_keys
        chown $user /home/$user/.ssh
      done
      echo 'deputy ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/deputy`);
    const pool = new ConnectionPool();
    const as = (username: string) => () => pool.host({ ...trial.target(), username }, signal);
    const command = ledgerCommand(
      await (await as('deputy')()).spool(),
      'id -un; echo $HOME; sed -n "s/^word //p" $MP_SECRETS | base64 -d >/root/word',
    );
    const outcome = await trial.run(command, { connect: as('deputy'), secrets: { word: 'mellon' } });
    expect(outcome.answer).toEqual({ kind: 'done', applied: 1 });
    expect(outcome.output.toString()).toBe('root\n/root\n');
    expect(await trial.read('cat /root/word')).toBe('mellon');
    const guest = await as('guest')();
    await expect(guest.spool()).rejects.toMatchObject({
      code: 'unusable',
      problem: { code: 'server_unusable', printed: expect.stringContaining('sudo') as string },
    });
    await expect(guest.read('id')).rejects.toMatchObject({ code: 'unusable' });
    await pool.close();
  });

  test('a login shell that prints and reads at its start changes nothing', async () => {
    await trial.read(`cp /root/.bashrc /root/bashrc 2>&-; printf '%s\\n' 'echo hello; echo "mp end 0 009 0 000" >&2; printf unfinished' \\
      'export LC_ALL=de_DE PATH=/nowhere MP_SETSID=1 HOME=/tmp' 'alias exec=false' 'set -u' >/root/.bashrc`);
    const command = ledgerCommand(await trial.spool(), 'echo $HOME');
    const outcome = await trial.run(command);
    await trial.read('mv /root/bashrc /root/.bashrc 2>&- || rm /root/.bashrc');
    expect(outcome.answer).toEqual({ kind: 'done', applied: 1 });
    expect(outcome.output.toString()).toBe('/root\n');
  });
});

describe('a read', () => {
  test('is bounded in time and bytes, and gets its secrets apart', async () => {
    const host = await trial.host();
    expect(await host.read('sleep 30', { timeoutSeconds: 1 })).toMatchObject({ exitCode: 124 });
    const much = await host.read('yes | head -c 3000000; echo no >&2; exit 3', { maxBytes: 1000 });
    expect({ ...much, stdout: much.stdout.length }).toEqual({ exitCode: 3, stdout: 1000, stderr: 'no\n' });
    const secret = await host.read(
      'cat /proc/self/cmdline | tr "\\0" "\\n" | grep -c mellon; sed -n "s/^word //p" $MP_SECRETS | base64 -d',
      { secrets: { word: 'mellon' } },
    );
    expect(secret.stdout).toBe('0\nmellon');
  });
});

test('a command that ends as soon as it begins is heard to end', async () => {
  const connection = await connect(trial.target());
  const codes = new Set<number>();
  for (let i = 0; i < 200; i++) codes.add(await connection.exec('exit 3', { timeoutMs: 30_000 }));
  connection.close();
  expect([...codes]).toEqual([3]);
});

describe('a pool', () => {
  test('has one connection for a server and login, while it lives and is used', async () => {
    const relay = await openRelay(access!);
    const pool = new ConnectionPool({ idleMs: 300 });
    const target = trial.target(relay);
    const hosts = await Promise.all(Array.from({ length: 5 }, () => pool.host(target, signal)));
    const answers = await Promise.all(hosts.map((host, i) => host.read(`echo ${i}`)));
    expect(answers.map(({ stdout }) => stdout)).toEqual(['0\n', '1\n', '2\n', '3\n', '4\n']);
    expect(relay.connections).toBe(1);
    relay.cutNow();
    await waitUntil('the cut is seen', () =>
      hosts[0]!.read('true').then(
        () => false,
        () => true,
      ),
    );
    await (await pool.host(target, signal)).read('true');
    expect(relay.connections).toBe(2);
    await waitUntil('nobody uses it', () => relay.open === 0);
    await (await pool.host(target, signal)).read('true');
    expect(relay.connections).toBe(3);
    await pool.close();
    await relay.close();
  });

  test('keeps a connection that is used again before it is idle for long', async () => {
    const relay = await openRelay(access!);
    const pool = new ConnectionPool({ idleMs: 1_000 });
    const target = trial.target(relay);
    for (const end = Date.now() + 5_000; Date.now() < end; await sleep(200))
      await (await pool.host(target, signal)).read('true');
    expect(relay.connections).toBe(1);
    await pool.close();
    await relay.close();
  });
});

describe('a cable', () => {
  test('pulled while a command runs and put back: the same command, whole output', async () => {
    const command = ledgerCommand(await trial.spool(), 'echo begin; sleep 3; echo end');
    const impatient = new SshHarness(access!, {}, { keepaliveMs: 100 });
    const onClaimed = async () => {
      await server.cut();
      setTimeout(() => void server.powerOn(), 2500);
    };
    const outcome = await impatient.run(command, { onClaimed });
    impatient.end();
    expect(outcome.link.map(({ kind }) => kind)).toContain('down');
    expect(outcome.answer).toEqual({ kind: 'done', applied: 1 });
    expect(outcome.output.toString()).toBe('begin\nend\n');
    expect((await trial.ledger()).get(command.operation)).toBe(1);
  });

  test('pulled with a request under way, which is overtaken by a fence, and put back: nothing runs', async () => {
    const command = ledgerCommand(await trial.spool());
    const client = await rawClient();
    const place = `/bin/sh /var/lib/milepost/bin/${SUPERVISOR_SHA256}`;
    const channel = await openStart(
      client,
      remoteCommand({ username: 'root' }, [...place.split(' '), 'start', '/var/lib/milepost', 5, 1], {
        timeoutSeconds: 60,
      }),
    );
    await server.cut();
    channel.end(encodeRequest(command, {})); // the kernel has it now, and sends it as soon as it can
    client.destroy(); // as a killed worker does
    const fenced = await server.exec(`${place} fence /var/lib/milepost ${command.operation} 2`);
    expect(fenced.exitCode).toBe(0);
    await server.heal();
    await waitUntil(
      'the request has come to its end',
      async () => (await trial.read('pgrep -f "supervisor|milepost/bin/.* start" | wc -l')) === '0\n',
    );
    expect((await trial.ledger()).get(command.operation)).toBeUndefined();
    expect((await trial.run(command)).answer).toMatchObject({ kind: 'refused', reason: 'fenced' });
  });

  test('relay silent after some bytes of a start, fenced, then heard: nothing more runs', async () => {
    const points = Array.from({ length: 12 }, (_, i) => 40 + i * 60);
    const spool = await trial.spool();
    // One after the other: sshd drops some of many that log in at once.
    const links: { bytes: number; relay: Relay; host: SshHost }[] = [];
    for (const bytes of points) {
      const relay = await openRelay(access!);
      links.push({ bytes, relay, host: await trial.host(relay) });
    }
    const direct = await trial.host();
    const judged = await Promise.all(
      links.map(async ({ bytes, relay, host }) => {
        const command = ledgerCommand(spool);
        relay.cutAfter({ direction: 'up', bytes, how: 'silence' });
        const lettingGo = new AbortController();
        const running = trial.run(command, {
          connect: () => Promise.resolve(host),
          signal: lettingGo.signal,
        });
        await waitUntil('the link is silent', () => relay.cuts === 1);
        lettingGo.abort(new Error('canceled'));
        await expect(running).rejects.toThrow('canceled');
        await direct.stop(command, { fence: 2, dpkgSeconds: 0, graceSeconds: 1, signal });
        const { stdout } = await direct.read(`grep -c ${command.operation} ${LEDGER}`);
        const before = Number(stdout);
        relay.heal();
        await waitUntil('the held bytes have arrived', () => relay.open === 0 || relay.bytes.up > bytes);
        return { command, before, relay };
      }),
    );
    await trial.read('sleep 2');
    const ledger = await trial.ledger();
    expect(judged.map(({ command }) => ledger.get(command.operation) ?? 0)).toEqual(
      judged.map(({ before }) => before),
    );
    expect(judged.filter(({ before }) => before === 0).length).toBeGreaterThan(5);
    for (const { relay } of judged) await relay.close();
  });
});

async function rawClient(): Promise<ssh2.Client> {
  const client = new ssh2.Client();
  const sock = connectSocket({ host: access!.host, port: access!.port, noDelay: true });
  client.on('error', () => undefined);
  client.connect({ sock, username: 'root', privateKey: access!.privateKey, hostVerifier: () => true });
  await once(client, 'ready');
  return client;
}

/** Resolves when the supervisor has begun and waits for its request. */
function openStart(client: ssh2.Client, command: string): Promise<ssh2.ClientChannel> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(error);
      channel.once('data', () => resolve(channel));
      channel.stderr.resume();
    });
  });
}
