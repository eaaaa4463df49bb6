import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ExistingServer } from '../harness/existing-server';

const MINUTES = 60_000;
const PASSWORD = 'kanarie-password-of-milepost';
const THEIRS = 'kanarie-password-of-theirs';
const CONF = '/etc/redis/redis.conf';
const redis = (input: Record<string, unknown> = {}) => ({
  packageId: 'redis',
  kind: 'install' as const,
  input: { password: PASSWORD, ...input },
});
const uninstall = (input: Record<string, unknown> = {}) => ({
  packageId: 'redis',
  kind: 'uninstall' as const,
  input,
});

let server: ExistingServer;
beforeAll(async () => {
  server = await ExistingServer.create();
  await server.exec(`
    apt-get -q update >/dev/null 2>&1
    ${INSTALL}
    cp -p ${CONF} /root/pristine.conf`);
}, 5 * MINUTES);
afterAll(() => server.close());

const INSTALL =
  'DEBIAN_FRONTEND=noninteractive apt-get -qy --no-install-recommends install redis-server >/dev/null 2>&1';

/** Redis as its Debian package installs it, with these lines of somebody's at the end of its configuration. */
const configured = (lines: string) =>
  server.exec(`
    systemctl stop redis-server; systemctl reset-failed redis-server
    rm -rf ${CONF}* /srv/conf /var/lib/redis/* /var/lib/milepost-files /etc/systemd/system/redis-server.service.d
    systemctl daemon-reload
    command -v redis-server >/dev/null || ${INSTALL}
    cp -p /root/pristine.conf ${CONF}
    printf '%s' '${lines}' >>${CONF}
    systemctl enable -q --now redis-server`);
const digest = () => server.exec(`sha256sum <${CONF}; stat -c '%a %U:%G' ${CONF}`);
const copies = async () =>
  (await server.exec(`cd /etc/redis && stat -c '%n %a %U:%G' *.milepost-orig-* 2>/dev/null || :`))
    .split('\n')
    .filter((line) => line !== '');

describe('a configuration that Milepost did not write', { timeout: 5 * MINUTES }, () => {
  beforeEach(
    () => configured(`requirepass ${THEIRS}\nunixsocket /run/redis/redis.sock\nport 6380\n`),
    MINUTES,
  );

  test('is announced, kept for root and its owner alone, and back after an uninstall', async () => {
    const before = await digest();
    const plan = await server.preview(redis());
    expect(plan.say('replaces')).toEqual([
      expect.stringMatching(
        /^\/etc\/redis\/redis\.conf was not written by Milepost and will be replaced\. A copy is kept as \/etc\/redis\/redis\.conf\.milepost-orig-\d{8}\. These settings change: .*requirepass/,
      ),
    ]);
    const [sentence = ''] = plan.say('replaces');
    expect(sentence.split('These settings change: ')[1]).toBe(
      'bind, port, requirepass, unixsocket, maxmemory, maxmemory-policy.',
    );
    const { id } = await server.complete(redis());
    expect(await copies()).toEqual([
      expect.stringMatching(/^redis\.conf\.milepost-orig-\d{8} 600 redis:redis$/),
    ]);
    const { configuration } = await server.harness.db.installation.findFirstOrThrow({
      where: { uninstalledAt: null },
    });
    expect(configuration).toMatchObject({
      keptCopies: [expect.stringMatching(/^\/etc\/redis\/redis\.conf\.milepost-orig-/)],
    });
    const again = await server.preview(redis());
    expect(again.states.map(({ is }) => is)).not.toContain('to_do');
    expect(await everythingOf(id)).not.toMatch(/kanarie/);
    await server.complete(uninstall());
    expect(await digest()).toBe(before);
    expect(await copies()).toEqual([]);
  });

  test('is back after a rollback, and so is the Redis that ran with it', async () => {
    const before = await digest();
    await server.exec(`
      mkdir -p /etc/systemd/system/redis-server.service.d
      printf '[Service]\\nExecPaths=/usr/bin/grep\\nExecStartPre=/usr/bin/grep -q 6380 ${CONF}\\n' >/etc/systemd/system/redis-server.service.d/only.conf
      systemctl daemon-reload`);
    const { id, status } = await server.run(redis());
    expect(status).toBe('awaiting_decision');
    expect(await copies()).toHaveLength(1);
    await rolledBack(id);
    expect(await digest()).toBe(before);
    expect(await copies()).toEqual([]);
    expect(await server.exec(`redis-cli -p 6380 -a ${THEIRS} --no-auth-warning ping`)).toBe('PONG');
    expect(await everythingOf(id)).not.toMatch(/kanarie/);
    expect(await everythingOf(id)).not.toContain('may have held a secret');
  });

  test('goes with its copies where configuration and data are removed', async () => {
    await server.complete(redis());
    await server.complete(uninstall({ removeData: true }));
    expect(await server.exec('ls -d /etc/redis /var/lib/redis 2>/dev/null || :')).toBe('');
    expect(await server.exec('ls /var/lib/milepost-files')).toBe('');
  });
});

describe('a configuration that Milepost wrote', { timeout: 5 * MINUTES }, () => {
  beforeEach(async () => {
    await configured('');
    await server.complete(redis());
  }, 2 * MINUTES);

  test('is not replaced once it was edited, unless that is chosen', async () => {
    expect(await copies()).toEqual([]);
    await server.exec(`printf 'maxclients 77\\nmasterauth ${THEIRS}\\n' >>${CONF}`);
    const edited = await digest();
    const wanted = { memoryMb: 512 };
    const plan = await server.preview(redis(wanted));
    expect(plan.findings).toContainEqual({
      kind: 'blocked',
      field: 'replaceEdited',
      sentence: `${CONF} was edited since Milepost wrote it: maxclients, masterauth. To replace it choose “Replace files that were edited by hand”; a copy is kept.`,
    });
    const refused = await server.run(redis(wanted));
    expect(await server.failure(refused.id)).toMatchObject({
      n: 1,
      failure: expect.stringContaining('maxclients, masterauth') as string,
    });
    await rolledBack(refused.id);
    expect(await digest()).toBe(edited);

    const chosen = redis({ ...wanted, replaceEdited: true });
    expect((await server.preview(chosen)).say('blocked')).toEqual([]);
    const { id } = await server.complete(chosen);
    expect(await copies()).toEqual([expect.stringMatching(/ 600 redis:redis$/)]);
    expect(await server.exec(`cat /etc/redis/*.milepost-orig-* | sha256sum`)).toBe(edited.split('\n')[0]);
    expect(await everythingOf(id)).not.toMatch(/kanarie/);
  });

  test('is back, with its password, when the install of another one is rolled back', async () => {
    const before = await digest();
    await server.exec(`
      mkdir -p /etc/systemd/system/redis-server.service.d
      printf '[Service]\\nExecPaths=/usr/bin/grep\\nExecStartPre=/usr/bin/grep -q "maxmemory 256mb" ${CONF}\\n' >/etc/systemd/system/redis-server.service.d/only.conf
      systemctl daemon-reload`);
    const { id } = await server.run(redis({ memoryMb: 512, password: `${PASSWORD}-2` }));
    await rolledBack(id);
    expect(await digest()).toBe(before);
    expect(await server.exec(`redis-cli -a ${PASSWORD} --no-auth-warning ping`)).toBe('PONG');
    expect(await everythingOf(id)).not.toMatch(/kanarie/);
  });

  test('stays a symbolic link, and a link to nothing is refused', async () => {
    await server.exec(
      `mkdir -p /srv/conf; mv ${CONF} /srv/conf/redis.conf; ln -s /srv/conf/redis.conf ${CONF}`,
    );
    await server.complete(redis({ memoryMb: 128 }));
    expect(await server.exec(`readlink ${CONF}; grep maxmemory\\  /srv/conf/redis.conf`)).toBe(
      '/srv/conf/redis.conf\nmaxmemory 128mb',
    );
    await server.exec('mv /srv/conf/redis.conf /srv/conf/away');
    expect((await server.preview(redis({ memoryMb: 128 }))).say('blocked')).toContain(
      `${CONF} is a symbolic link to /srv/conf/redis.conf, which does not exist: create that file, or remove the link.`,
    );
    await server.exec('mv /srv/conf/away /srv/conf/redis.conf');
  });

  test.each([
    {
      what: 'immutable',
      make: `chattr +i ${CONF}`,
      undo: `chattr -i ${CONF}`,
      says: 'is protected against changes',
    },
    {
      what: 'on a read-only file system',
      make: 'mount --bind /etc/redis /etc/redis && mount -o remount,bind,ro /etc/redis',
      undo: 'umount /etc/redis',
      says: 'its file system is read-only',
    },
  ])('is refused by name where it is $what', async ({ make, undo, says }) => {
    await server.exec(make);
    try {
      const plan = await server.preview(redis({ memoryMb: 128 }));
      expect(plan.say('blocked')).toEqual([expect.stringContaining(says)]);
    } finally {
      await server.exec(undo);
    }
  });
});

async function rolledBack(id: string): Promise<void> {
  const { status } = await server.decide(id, { action: 'roll_back', reason: null });
  if (status !== 'canceled') throw new Error(`It is ${status}: ${JSON.stringify(await server.failure(id))}`);
}

/** All that is stored of an operation, and what it printed. */
async function everythingOf(id: string): Promise<string> {
  const { db } = server.harness;
  const where = { where: { operationId: id } };
  const output = await db.output.findMany({ ...where, orderBy: { n: 'asc' } });
  const rows = await Promise.all([
    db.operation.findMany({ where: { id } }),
    db.milestone.findMany(where),
    db.event.findMany(where),
    db.plan.findMany(),
    db.installation.findMany(),
    db.installationRecord.findMany(),
  ]);
  const text = JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  return `${text}\n${output.map(({ bytes }) => Buffer.from(bytes).toString()).join('')}`;
}
