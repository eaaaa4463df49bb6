import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ExistingServer } from '../harness/existing-server';

const MINUTES = 60_000;
const PASSWORD = 'kanarie-password-of-milepost';
const redis = (input: Record<string, unknown> = {}) => ({
  packageId: 'redis',
  kind: 'install' as const,
  input: { password: PASSWORD, ...input },
});

let server: ExistingServer;
beforeAll(async () => {
  server = await ExistingServer.create();
  await server.exec(
    `(apt-get -q update; ${INSTALL}; ) >/dev/null 2>&1; cp -p /etc/redis/redis.conf /root/pristine.conf`,
  );
}, 5 * MINUTES);
afterAll(() => server.close());

const INSTALL = 'DEBIAN_FRONTEND=noninteractive apt-get -qy --no-install-recommends install redis-server';
const asInstalled = `
  systemctl stop redis-server; systemctl enable -q redis-server; systemctl reset-failed redis-server
  rm -rf /etc/redis/* /etc/systemd/system/redis-server.service.d /srv/redis /var/lib/redis/* /var/lib/milepost-files
  cp -p /root/pristine.conf /etc/redis/redis.conf
  systemctl daemon-reload`;
beforeEach(() => server.exec(asInstalled), MINUTES);

/** Configures Redis by hand, starts it, and stores five keys in it. */
const configured = async (lines: string, { before = '', auth = '' } = {}) => {
  await server.exec(`
    ${before}
    cat >>/etc/redis/redis.conf <<'end'
${lines}
end
    systemctl restart redis-server
    for key in 1 2 3 4 5; do redis-cli ${auth} --no-auth-warning set key$key value >/dev/null || exit; done`);
};
const keys = () => server.exec(`redis-cli -a ${PASSWORD} --no-auth-warning dbsize`);
const setting = (name: string) =>
  server.exec(`redis-cli -a ${PASSWORD} --no-auth-warning config get ${name} | tail -n 1`);

const inSrv = {
  before: `
    install -d -o redis -g redis /srv/redis
    mkdir -p /etc/systemd/system/redis-server.service.d
    printf '[Service]\\nReadWritePaths=/srv/redis\\n' >/etc/systemd/system/redis-server.service.d/data.conf
    systemctl daemon-reload`,
};

describe('installing over a Redis that is there', { timeout: 5 * MINUTES }, () => {
  test('keeps an append-only file without snapshots, and all keys', async () => {
    const lines =
      'appendonly yes\nsave ""\nbind 0.0.0.0\nunixsocket /run/redis/redis.sock\nrequirepass OldSecret';
    await configured(lines, { auth: '-a OldSecret' });
    const plan = await server.preview(redis());
    expect(plan.say('keeps')).toEqual([
      'Redis stores its data in an append-only file: these settings are kept.',
    ]);
    expect(plan.say('destroys')).toEqual([]);
    await server.complete(redis());
    expect([await keys(), await setting('appendonly'), await setting('save')]).toEqual(['5', 'yes', '']);
    const again = await server.preview(redis());
    expect(again.states.map(({ is }) => is)).not.toContain('to_do');
  });

  test('keeps its data in /srv', async () => {
    await configured('dir /srv/redis', inSrv);
    expect((await server.preview(redis())).say('keeps')).toEqual([
      'Redis stores its data in /srv/redis: these settings are kept.',
    ]);
    await server.complete(redis());
    expect([await keys(), await setting('dir')]).toEqual(['5', '/srv/redis']);
  });

  test('says that data goes out of sight where its settings are to be replaced', async () => {
    await configured('dir /srv/redis/\nappendonly yes', inSrv);
    const plan = await server.preview(redis({ persistence: 'replace' }));
    expect(plan.say('destroys')).toEqual([
      'Redis stores its data in /srv/redis and in an append-only file; the new configuration would not read it.',
    ]);
    await server.complete(redis({ persistence: 'replace' }));
    expect([await keys(), await setting('dir')]).toEqual(['0', '/var/lib/redis']);
    expect(await server.exec('ls -d /srv/redis/appendonlydir')).toBe('/srv/redis/appendonlydir');
  });

  test('keeps the settings of an included file, more databases and renamed commands', async () => {
    await configured('include /etc/redis/data.conf', {
      before: `printf 'APPENDONLY yes\\nsave ""\\ndatabases 32\\nrename-command SET put\\n' >/etc/redis/data.conf`,
    }).catch(() => undefined);
    await server.exec('for key in 1 2 3 4 5; do redis-cli -n 20 put key$key value >/dev/null || exit; done');
    await server.complete(redis());
    expect(await server.exec(`redis-cli -n 20 -a ${PASSWORD} --no-auth-warning dbsize`)).toBe('5');
  });

  test('keeps what its owner changed since Milepost installed it', async () => {
    await server.complete(redis());
    await server.exec(`
      printf 'appendonly yes\\nsave ""\\n' >>/etc/redis/redis.conf; systemctl restart redis-server
      for key in 1 2 3; do redis-cli -a ${PASSWORD} --no-auth-warning set key$key value >/dev/null || exit; done`);
    await server.complete(redis({ memoryMb: 512 }));
    expect([await keys(), await setting('maxmemory')]).toEqual(['3', String(512 * 1024 * 1024)]);
  });

  test('says that a restart empties a Redis that keeps its data in memory only', async () => {
    await configured('save ""');
    expect((await server.preview(redis())).say('destroys')).toEqual([
      'Redis keeps its data in memory only, as it is configured: the restart that this needs empties it.',
    ]);
  });

  test('is refused before anything is changed where the service reads another file', async () => {
    await configured('', {
      before: `
        mkdir -p /etc/systemd/system/redis-server.service.d
        cp -p /etc/redis/redis.conf /etc/redis/own.conf
        printf '[Service]\\nExecStart=\\nExecStart=/usr/bin/redis-server /etc/redis/own.conf --supervised systemd --daemonize no\\n' >/etc/systemd/system/redis-server.service.d/own.conf
        systemctl daemon-reload`,
    });
    const before = await server.exec('sha256sum /etc/redis/*');
    expect((await server.preview(redis())).say('blocked')).toEqual([
      expect.stringMatching(/reads \/etc\/redis\/own\.conf, not \/etc\/redis\/redis\.conf/),
    ]);
    const operation = await server.run(redis());
    expect(await server.failure(operation.id)).toMatchObject({ n: 1 });
    await server.decide(operation.id, { action: 'roll_back', reason: null });
    expect(await server.exec('sha256sum /etc/redis/*')).toBe(before);
    expect(await server.exec('redis-cli dbsize')).toBe('5');
  });
});
