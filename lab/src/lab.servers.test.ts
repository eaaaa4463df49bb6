import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { groupDirs } from './host/cgroup';
import { run } from './host/run';
import { networkOf } from './network';
import { liveLab } from './registry';
import { labSupport } from './support';
import { openTestLab } from './test-lab';
import type { TestLab } from './test-lab';

const support = await labSupport();
if (!support.supported) console.warn(`the lab is not tried: ${support.reason}`);

/** "banner", "silence" (accepted, nothing said) or "nothing" (no connection), within a second. */
function greeting(host: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: 22 });
    let seen = 'nothing';
    socket.once('connect', () => (seen = 'silence'));
    socket.once('data', () => (seen = 'banner'));
    socket.once('error', (error: NodeJS.ErrnoException) => (seen = error.code ?? 'error'));
    setTimeout(() => {
      socket.destroy();
      resolve(seen);
    }, 1000);
  });
}

describe.runIf(support.supported)('a lab', { timeout: 120_000 }, () => {
  let lab: TestLab;
  const one = () => lab.server(1);
  const two = () => lab.server(2);
  const bootId = async () => (await one().ssh('cat /proc/sys/kernel/random/boot_id')).stdout;

  // The first run on a machine builds two base images.
  beforeAll(async () => {
    lab = await openTestLab('labtest');
    await lab.up(1, { suite: 'bookworm' });
    await lab.up(2, { suite: 'trixie' });
  }, 600_000);
  afterAll(() => lab?.down());

  test.each([
    [1, 'bookworm', '12'],
    [2, 'trixie', '13'],
  ])('server %i is a real %s with systemd', async (index, suite, version) => {
    const server = lab.server(index);
    const release = await server.ssh(
      '. /etc/os-release; echo $VERSION_CODENAME $VERSION_ID; hostname; ps -p1 -o comm=',
    );
    expect(release.stdout.split('\n')).toEqual([`${suite} ${version}`, server.hostname, 'systemd']);
    const state = await server.ssh('systemctl is-system-running --wait');
    expect(state.stdout).toBe('running');
  });

  test('servers are machines of their own', async () => {
    const identity = (server: typeof one) => server().ssh('cat /etc/machine-id; ip -4 -o addr show eth0');
    const [a, b] = [await identity(one), await identity(two)];
    expect(a.stdout.split('\n')[0]).not.toBe(b.stdout.split('\n')[0]);
    expect(a.stdout).toContain(`${one().host}/24`);
    expect(one().hostKeys()[0]).not.toBe(two().hostKeys()[0]);
    expect(one().hostKeys().length).toBeGreaterThanOrEqual(2);
    expect((await one().ssh(`ping -c1 -W1 ${two().host}`)).exitCode).toBe(0);
  });

  test('answers exit code, output and input of a command', async () => {
    for (const via of ['ssh', 'exec'] as const) {
      const result = await one()[via]('cat; echo err >&2; exit 3', { input: 'in' });
      expect(result).toEqual({ exitCode: 3, stdout: 'in', stderr: 'err' });
    }
    await expect(one().exec('sleep 5', { timeout: 100 })).rejects.toThrow('no answer within 100 ms');
  });

  test('apt works, and nothing else is reachable', async () => {
    const install =
      'apt-get -q update && apt-get -q install -y --no-install-recommends tree && tree --version';
    const results = await Promise.all(
      lab.servers().map((server) => server.ssh(install, { timeout: 110_000 })),
    );
    expect(results.map((apt) => apt.exitCode)).toEqual([0, 0]);
    const proxied = await one().ssh(
      `curl -sS -o /dev/null -w '%{http_code}' -x http://${lab.gateway}:3142 http://other.example/`,
    );
    expect(proxied.stdout).toBe('403');
    expect((await one().ssh('curl -sS -m 3 http://192.0.2.1/')).exitCode).not.toBe(0);
    expect((await one().ssh('curl -sS -m 3 http://name.example/')).exitCode).toBe(6);
  }, 120_000);

  test('the proxy listens on the lab’s own address alone', async () => {
    const listeners = await run('ss', ['-Hltn', 'sport = :3142']);
    expect(listeners).toContain(`${lab.gateway}:3142`);
    expect(listeners).not.toMatch(/(0\.0\.0\.0|\[::\]|\*|127\.0\.0\.1):3142/);
  });

  test('a cut cable is silence, and healing gives the standing connection back', async () => {
    const before = await bootId();
    const talk = one().ssh('echo before; sleep 3; echo after');
    await expect.poll(() => greeting(one().host)).toBe('banner');
    await one().cut();
    expect(one().isPlugged()).toBe(false);
    expect(await greeting(one().host)).toBe('nothing');
    expect(one().state()).toBe('running');
    expect((await one().exec('hostname')).stdout).toBe(one().hostname);
    await one().heal();
    expect(await bootId()).toBe(before);
    expect((await talk).stdout).toBe('before\nafter');
  });

  test('a frozen server accepts and says nothing', async () => {
    await one().freeze();
    expect(one().state()).toBe('frozen');
    expect(await greeting(one().host)).toBe('silence');
    expect((await one().exec('hostname')).stdout).toBe(one().hostname);
    await one().heal();
    expect(await greeting(one().host)).toBe('banner');
  });

  test('a killed server is off and silent; its disk is there again when it is healed', async () => {
    const before = await bootId();
    await one().ssh('echo kept >/root/kept; sync');
    const running = one().ssh('sleep 60');
    // A client that is cut off in the middle of its handshake has nothing to send, and would never notice.
    const asleep = async () => (await one().exec('pgrep -x sleep')).exitCode;
    await expect.poll(asleep, { timeout: 10_000 }).toBe(0);
    await one().kill();
    expect(one().state()).toBe('off');
    expect(await greeting(one().host)).toBe('nothing');
    await expect(one().exec('true')).rejects.toThrow('is off');
    await expect(one().freeze()).rejects.toThrow('is off');
    await one().heal();
    expect((await one().ssh('cat /root/kept')).stdout).toBe('kept');
    expect(await bootId()).not.toBe(before);
    expect((await running).exitCode).toBe(255);
  });

  test('reboots from inside', async () => {
    const before = await bootId();
    await one().ssh('systemctl reboot');
    const changed = async () => /^[0-9a-f-]{36}$/.test(await bootId()) && (await bootId()) !== before;
    await expect.poll(changed, { timeout: 30_000, interval: 200 }).toBe(true);
  });

  test('powers off from inside, and heals', async () => {
    await two().ssh('systemctl poweroff');
    await expect.poll(() => two().state(), { timeout: 20_000 }).toBe('off');
    await two().heal();
    expect(two().state()).toBe('running');
  });

  test('two labs stand side by side', async () => {
    const other = await openTestLab('labtwo');
    try {
      await other.up(1);
      expect(other.server(1).host).not.toBe(one().host);
      expect((await other.server(1).ssh(`ping -c1 -W1 ${one().host}`)).exitCode).not.toBe(0);
    } finally {
      await other.down();
    }
    expect(await one().answersSsh(5000)).toBe(true);
  });

  test('comes back at the same address with its disk after it was halted, and after a restart of the machine', async () => {
    const { host } = one();
    await one().ssh('echo stays >/root/stays; sync');
    await lab.halt();
    expect(one().isPlugged()).toBe(false);
    await expect(one().heal()).rejects.toThrow('is not up');
    // What a restart may leave: the file of a namespace that is no more.
    await run('sh', ['-c', `: >/run/netns/${networkOf(host.split('.').slice(0, 3).join('.')).bridge}-1`]);
    await lab.up(2);
    expect(one().host).toBe(host);
    expect((await one().ssh('cat /root/stays')).stdout).toBe('stays');
    expect(two().suite).toBe('trixie');
  });

  test('down leaves nothing behind', async () => {
    const { host } = one();
    const { bridge } = networkOf(host.split('.').slice(0, 3).join('.'));
    const { stateDir } = lab;
    await one().cut();
    await two().freeze();
    await lab.down();
    expect(await run('ip', ['-o', 'link'])).not.toContain(bridge);
    expect(await run('ip', ['netns'])).not.toContain(bridge);
    expect(await run('ip', ['route', 'show', 'table', 'all'])).not.toContain(bridge);
    expect(await run('iptables', ['-S'])).not.toContain(bridge);
    expect(readFileSync('/proc/mounts', 'utf8')).not.toContain(stateDir);
    expect(groupDirs(bridge).filter(existsSync)).toEqual([]);
    expect(commandLines().filter((line) => line.includes(bridge) || line.includes(stateDir))).toEqual([]);
    expect(existsSync(stateDir)).toBe(false);
    expect(liveLab(lab.name)).toBeUndefined();
    expect(existsSync(`/run/milepost-lab/${bridge}`)).toBe(false);
    const nspawn = '/run/systemd/nspawn';
    const remaining = existsSync(nspawn) ? readdirSync(nspawn, { recursive: true }).map(String) : [];
    expect(remaining.filter((name) => name.includes(bridge))).toEqual([]);
    expect(() => one()).toThrow('there is no server 1');
    await lab.down();
  });
});

function commandLines(): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  });
}
