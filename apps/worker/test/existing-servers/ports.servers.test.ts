import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../harness/wait-until';
import { ExistingServer } from '../harness/existing-server';

const MINUTES = 60_000;
const NGINX = { packageId: 'nginx', kind: 'install' } as const;
const REDIS = {
  packageId: 'redis',
  kind: 'install',
  input: { password: 'correct-horse-battery' },
} as const;

let server: ExistingServer;
beforeAll(async () => {
  server = await ExistingServer.create();
  // All of this works without iproute2.
  await server.exec('rm -f /bin/ss /usr/bin/ss');
  await server.exec(`cat >/opt/listen.pl <<'END'
use IO::Socket::INET;
my $held = IO::Socket::INET->new(LocalPort => $ARGV[0], Listen => 1, ReuseAddr => 1) or die;
sleep 600;
END`);
}, 2 * MINUTES);
afterAll(() => server.close());
afterEach(() => server.exec('umount /var/cache/apt 2>/dev/null || :'));

const runUnit = (unit: string, command: string) =>
  server.exec(`systemd-run -q --unit=${unit} ${command} && sleep 0.5 && systemctl is-active ${unit}`);
const stop = (unit: string) =>
  server.exec(`systemctl kill -s KILL ${unit}; systemctl stop ${unit}; systemctl reset-failed ${unit} || :`);
const installed = (name: string) =>
  server.exec(`dpkg-query -W -f '\${db:Status-Status}' ${name} 2>/dev/null || :`);
/** Past the minute that a command on a server may take. */
async function aptGet(name: string, words: string): Promise<void> {
  await server.exec(
    `systemd-run -q --unit=${name} -p RemainAfterExit=yes -E DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Acquire::Languages=none ${words}`,
  );
  await waitUntil(
    `apt-get ${words}`,
    async () => (await server.exec(`systemctl show -P SubState ${name}`)) === 'exited',
    180,
  );
  await server.exec(`systemctl stop ${name}`);
}
const blocked = async (wanted: typeof NGINX | typeof REDIS) =>
  (await server.preview(wanted)).findings.filter(({ kind }) => kind === 'blocked');

test('a configuration test that opens the port for a moment is not in the way', async () => {
  await server.exec(`cat >/opt/moments.pl <<'END'
use IO::Socket::INET;
while (1) {
  my $held = IO::Socket::INET->new(LocalPort => 80, Listen => 1, ReuseAddr => 1) or die;
  select(undef, undef, undef, 0.2);
  close $held;
}
END`);
  await runUnit('moments', '/usr/bin/perl /opt/moments.pl');
  const preview = await server.preview(NGINX);
  expect(preview.say('blocked')).toEqual([]);
  expect(preview.states).toContainEqual({ id: 'port_80_free', is: 'already_true' });
  await stop('moments');
});

test('a copy of nginx in /opt on port 80 is not taken for ours', { timeout: 2 * MINUTES }, async () => {
  await server.exec('install -D "$(readlink -f /usr/bin/perl)" /opt/edge/nginx');
  await runUnit('edge', '/opt/edge/nginx /opt/listen.pl 80');
  const sentence = 'Port 80 is in use by nginx (edge.service, /opt/edge/nginx, which belongs to no package).';
  expect(await blocked(NGINX)).toMatchObject([{ sentence: expect.stringContaining(sentence) as string }]);
  const operation = await server.run(NGINX);
  expect(await server.failure(operation.id)).toMatchObject({
    n: 1,
    failure: expect.stringContaining(sentence) as string,
  });
  expect(await installed('nginx')).toBe('');
  await server.decide(operation.id, { action: 'roll_back', reason: null });
  await stop('edge');
});

test('a container on port 80 is named', { timeout: MINUTES }, async () => {
  await runUnit('box', 'unshare --pid --mount --fork --mount-proc perl /opt/listen.pl 80');
  expect(await blocked(NGINX)).toMatchObject([
    {
      sentence: expect.stringContaining('Port 80 is in use by perl in a container (box.service).') as string,
    },
  ]);
  await stop('box');
});

test('a socket that systemd holds for a service is named', { timeout: MINUTES }, async () => {
  await server.exec(`cd /run/systemd/system && printf '[Socket]\\nListenStream=80\\n' >cockpit.socket &&
    printf '[Service]\\nExecStart=/bin/cat\\nStandardInput=socket\\n' >cockpit.service &&
    systemctl daemon-reload && systemctl start cockpit.socket`);
  expect(await blocked(NGINX)).toMatchObject([
    { sentence: expect.stringContaining('systemd (cockpit.socket, which starts cockpit.service)') as string },
  ]);
  await server.exec('systemctl stop cockpit.socket && rm /run/systemd/system/cockpit.*');
});

test('a web server with its own network on port 80 is not in the way', { timeout: MINUTES }, async () => {
  await runUnit('apart', 'unshare --net perl /opt/listen.pl 80');
  expect(await blocked(NGINX)).toEqual([]);
  await stop('apart');
});

describe('a file system on which apt cannot work', () => {
  test.each([
    ['without room', 'size=20m', 'MB free, 50 MB are needed for /var/cache/apt/archives. Make room there.'],
    [
      'without inodes',
      'size=200m,nr_inodes=9',
      'The file system at /var/cache/apt has no room for more files',
    ],
  ])('%s blocks the operation by its name', { timeout: 2 * MINUTES }, async (_what, options, sentence) => {
    await server.exec(`mount -t tmpfs -o ${options} full /var/cache/apt`);
    expect(await blocked(NGINX)).toMatchObject([{ sentence: expect.stringContaining(sentence) as string }]);
    const operation = await server.run(NGINX);
    expect(await server.failure(operation.id)).toMatchObject({
      n: 1,
      failure: expect.stringContaining(sentence) as string,
    });
    await server.decide(operation.id, { action: 'roll_back', reason: null });
  });
});

test('Apache on port 80 is named with its unit and package', { timeout: 3 * MINUTES }, async () => {
  await aptGet('get-lists', 'update');
  await aptGet('get-apache', '--no-install-recommends install apache2');
  expect(await blocked(NGINX)).toMatchObject([
    {
      sentence: expect.stringContaining(
        'Port 80 is in use by apache2 (apache2.service, package apache2-bin).',
      ) as string,
    },
  ]);
  await server.exec('systemctl disable --now apache2');
});

test(
  'Redis from its package, run by another unit, is not taken for ours',
  { timeout: 3 * MINUTES },
  async () => {
    await aptGet('get-redis', '--no-install-recommends install redis-server');
    const { states } = await server.preview(REDIS);
    // Debian's own has no password.
    expect(states.find(({ id }) => id === 'answers_with_password')?.is).toBe('to_do');
    expect(states.find(({ id }) => id === 'port_6379_free')?.is).toBe('already_true');

    await server.exec('systemctl disable --now redis-server');
    await runUnit('cache', '/usr/bin/redis-server --port 6379 --requirepass correct-horse-battery');
    expect(await blocked(REDIS)).toMatchObject([
      {
        field: 'port',
        sentence: expect.stringContaining('redis-server (cache.service, package redis-tools)') as string,
      },
    ]);
    const { states: then } = await server.preview(REDIS);
    expect(then.find(({ id }) => id === 'answers_with_password')?.is).toBe('to_do');
    await stop('cache');
  },
);

test(
  'a configuration from the future can be verified, and an edit with an old date is noticed',
  { timeout: 3 * MINUTES },
  async () => {
    const runs = async () =>
      (await server.preview(NGINX)).states.find(({ id }) => id === 'running_nginx')?.is;
    await server.complete(NGINX);
    await server.exec("touch -d '+2 days' /etc/nginx/nginx.conf");
    await server.complete(NGINX);
    expect(await runs()).toBe('already_true');
    await server.exec("echo '# edited' >>/etc/nginx/nginx.conf; touch -d '-2 days' /etc/nginx/nginx.conf");
    expect(await runs()).toBe('to_do');
    await server.complete(NGINX);
    expect(await runs()).toBe('already_true');
    // Not by Milepost: its change time decides.
    await server.exec('systemctl restart nginx');
    expect(await runs()).toBe('already_true');
    await server.exec("echo '# again' >>/etc/nginx/nginx.conf; touch -d '-2 days' /etc/nginx/nginx.conf");
    expect(await runs()).toBe('to_do');
  },
);
