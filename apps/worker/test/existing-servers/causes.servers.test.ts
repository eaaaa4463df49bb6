import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { transaction } from '@milepost/db/client';
import type { RequestedDecision } from '@milepost/contract/requested-decision';
import { decide } from '@milepost/db/operations/control/decide';
import type { Operation } from '@milepost/db/types';
import { waitUntil } from '../harness/wait-until';
import { ExistingServer } from '../harness/existing-server';

const PASSWORD = 'a-long-password-of-a-test';
const NGINX = { packageId: 'nginx', kind: 'install' } as const;
const REDIS = { packageId: 'redis', kind: 'install', input: { password: PASSWORD } } as const;
const MARK_FAILED: RequestedDecision = { action: 'mark_failed', reason: null };

let server: ExistingServer;
beforeAll(async () => {
  server = await ExistingServer.create();
  await server.exec('apt-get update -q');
}, 300_000);
afterAll(() => server.close());

const opened: Operation[] = [];
/** Runs an operation that has to fail, and answers with why it says that it did. */
async function failureOf(wanted: Parameters<ExistingServer['run']>[0]) {
  const operation = await server.run(wanted);
  opened.push(operation);
  expect(operation.status).toBe('awaiting_decision');
  return { ...(await server.failure(operation.id)), id: operation.id };
}

/** The same for one that the check of the system refuses, and that somebody insists on. */
async function insistedFailureOf(wanted: Parameters<ExistingServer['run']>[0]) {
  const refused = await failureOf(wanted);
  await server.decide(refused.id, { action: 'skip', reason: 'Try it all the same.' });
  return { refused, insisted: { ...(await server.failure(refused.id)), id: refused.id } };
}

async function warningsOf(operationId: string): Promise<string[]> {
  const events = await server.harness.db.event.findMany({
    where: { operationId, type: 'warning' },
    orderBy: { n: 'asc' },
  });
  return events.map(({ data }) => (data as { sentence: string }).sentence).sort();
}

async function outputOf(operationId: string): Promise<string> {
  const rows = await server.harness.db.output.findMany({ where: { operationId }, orderBy: { n: 'asc' } });
  return Buffer.concat(rows.map(({ bytes }) => bytes)).toString();
}

afterEach(async () => {
  for (const { id } of opened.splice(0)) {
    const { status, decisionPoint: point } = await server.harness.operation(id);
    if (status !== 'awaiting_decision') continue;
    await transaction(server.harness.db, (tx) =>
      decide(tx, { operationId: id, point, by: 'ada', choice: MARK_FAILED }),
    );
    await waitUntil(
      'the operation to be given up',
      async () => (await server.harness.operation(id)).status === 'failed',
    );
  }
});

const PURGE = `
  export DEBIAN_FRONTEND=noninteractive
  systemctl disable --now nginx redis-server 2>/dev/null
  rm -rf /etc/systemd/system/*.service.d/milepost-test.conf
  systemctl unmask nginx redis-server 2>/dev/null
  systemctl daemon-reload
  dpkg --force-all --purge vendor-agent vendor-missing 2>/dev/null
  dpkg --configure -a
  apt-get purge -q -y 'nginx*' 'redis*' >/dev/null`;

/** A package of somebody else, built on the server. */
const build = (name: string, { depends = '', postinst = '' } = {}): string => `
  d=$(mktemp -d) && mkdir $d/DEBIAN &&
  printf 'Package: %s\\nVersion: 1\\nArchitecture: all\\nMaintainer: A <a@b.example>\\nDescription: x\\n' ${name} >$d/DEBIAN/control
  ${depends && `echo 'Depends: ${depends}' >>$d/DEBIAN/control`}
  ${postinst && `printf '#!/bin/sh\\n${postinst}\\n' >$d/DEBIAN/postinst; chmod 755 $d/DEBIAN/postinst`}
  dpkg-deb -b $d /tmp/${name}.deb >/dev/null; dpkg -i /tmp/${name}.deb >/dev/null 2>&1; :`;

describe('a package of somebody else that is broken', () => {
  afterEach(() => server.exec(PURGE));

  test('is named with its script that fails', async () => {
    await server.exec(build('vendor-agent', { postinst: 'echo no license >&2; exit 1' }));
    const {
      refused,
      insisted: { cause, hint, failure },
    } = await insistedFailureOf(REDIS);
    expect(refused).toMatchObject({
      cause: 'vendor-agent is half installed (dpkg: half-configured)',
      hint: 'Repair it with “dpkg --configure -a”, or uninstall vendor-agent.',
    });
    expect(cause).toBe(
      'The package vendor-agent cannot be configured: its post-installation script failed (1)',
    );
    expect(hint).toContain('apt-get remove vendor-agent');
    expect(failure).toContain('dpkg: error processing package vendor-agent');
  });

  test('is named with what it needs and does not have', async () => {
    await server.exec(build('vendor-missing', { depends: 'no-such-library (>= 2)' }));
    expect(await failureOf(REDIS)).toMatchObject({
      cause: expect.stringMatching(/^vendor-missing .*: it needs no-such-library$/) as string,
      hint: 'Install no-such-library, or uninstall vendor-missing.',
    });
  });
});

describe('a repository that cannot be used', () => {
  const VENDOR = '/etc/apt/sources.list.d/vendor';
  beforeAll(() =>
    server.exec(`cat >/root/forbid.pl <<'end'
use IO::Socket::INET;
my $s = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1', LocalPort => 8099, ReuseAddr => 1) or die;
while (my $c = $s->accept) {
  while (<$c>) { last if /^\\r?\\n/ }
  print $c "HTTP/1.1 403 Forbidden\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n";
  close $c;
}
end
      systemd-run -q --unit forbid perl /root/forbid.pl
      echo 'Acquire::http::Proxy::127.0.0.1 DIRECT;' >/etc/apt/apt.conf.d/99direct; : >/etc/apt/empty.gpg`),
  );
  afterEach(() => server.exec(`${PURGE}; rm -f ${VENDOR}.*`));
  afterAll(() => server.exec('systemctl stop forbid; rm /etc/apt/apt.conf.d/99direct'));

  test('a repository that is not needed is left out with a warning that names it, its file and the missing key', async () => {
    await server.exec(`rm -f /run/milepost-apt-lists
      echo 'deb [signed-by=/etc/apt/empty.gpg] http://deb.debian.org/debian bookworm-backports main' >${VENDOR}.list
      printf 'Types: deb\\nURIs: http://127.0.0.1:8099/debian\\nSuites: stable\\nComponents: main\\n' >${VENDOR}.sources`);
    const { id } = await server.complete(NGINX);
    const warnings = await warningsOf(id);
    expect(warnings).toHaveLength(2);
    expect(warnings[1]).toMatch(
      /bookworm-backports cannot be used: its signing key [0-9A-F]{8,} is missing on this server\. It is listed in \/etc\/apt\/sources\.list\.d\/vendor\.list and not needed for nginx/,
    );
    expect(warnings[0]).toContain('http://127.0.0.1:8099/debian stable cannot be used: 403 Forbidden.');
    expect(warnings[0]).toContain('It is listed in /etc/apt/sources.list.d/vendor.sources');
    for (const warning of warnings) expect(await outputOf(id)).toContain(`Warning: ${warning}`);
  });

  test('a repository that is needed is named with its answer, not as unsigned', async () => {
    await server.exec(`rm -f /run/milepost-apt-lists; cp /etc/apt/sources.list /root/sources.list
      sed -i 's|http://deb.debian.org/debian-security|http://127.0.0.1:8099/debian-security|' /etc/apt/sources.list`);
    const { cause, hint } = await failureOf(NGINX);
    await server.exec('cp /root/sources.list /etc/apt/sources.list; apt-get update -q');
    expect(cause).toBe(
      'The repository http://127.0.0.1:8099/debian-security bookworm-security cannot be used: 403 Forbidden',
    );
    expect(hint).toContain('listed in /etc/apt/sources.list:');
  });
});

describe('a file system without room', () => {
  const CACHE = '/var/cache/apt/archives';
  const mount = (options: string) =>
    server.exec(`mount -t tmpfs -o ${options} small ${CACHE} && mkdir -p ${CACHE}/partial`);
  afterEach(() => server.exec(`umount ${CACHE}; apt-get clean`));

  test('is reported as out of inodes, and not retried as a held lock', async () => {
    await mount('nr_inodes=3');
    const {
      refused,
      insisted: { cause, hint, id },
    } = await insistedFailureOf(NGINX);
    expect(refused.cause).toMatch(/^The file system at \S+ has no room for more files: \d+ inodes are left/);
    expect(cause).toBe(`The file system ${CACHE} has no inodes left`);
    expect(hint).toContain('Remove files there');
    expect(await server.harness.history(id)).not.toContain('milestone_transient');
  });

  test('is reported with what fills it', async () => {
    await mount('size=20m');
    await server.exec(
      `mkdir ${CACHE}/backups && head -c 19m /dev/zero >${CACHE}/backups/old; cat /dev/zero >${CACHE}/rest 2>/dev/null || :`,
    );
    const {
      refused,
      insisted: { cause, hint, id },
    } = await insistedFailureOf(NGINX);
    expect(refused).toMatchObject({
      cause: `The file system at ${CACHE} has 0 MB free, 50 MB are needed for ${CACHE}`,
      hint: 'Make room there.',
    });
    expect(cause).toBe(`The file system ${CACHE} is full`);
    expect(hint).toMatch(/Largest: .*\/backups \(\d+ MB\)/);
    expect(await outputOf(id)).toContain('--- File systems with least left:');
  });
});

describe('an nginx that refuses a reload', () => {
  afterAll(() => server.exec(`systemctl stop stranger 2>/dev/null; ${PURGE}`));

  test('a refused reload fails the milestone, which does not claim that nginx runs with its new configuration', async () => {
    await server.complete(NGINX);
    await server.exec(`mkdir -p /etc/systemd/system/nginx.service.d
      cat >/root/stranger.pl <<'end'
use IO::Socket::INET;
my $s = IO::Socket::INET->new(Listen => 5, LocalAddr => '0.0.0.0', LocalPort => 8081, ReuseAddr => 1) or die;
sleep 600;
end
      printf '[Service]\\nExecReload=\\nExecReload=+/bin/sh -c "systemd-run -q --unit stranger perl /root/stranger.pl; sleep 1"\\nExecReload=/usr/sbin/nginx -s reload\\n' \
        >/etc/systemd/system/nginx.service.d/milepost-test.conf; systemctl daemon-reload`);
    const onAnotherPort = { ...NGINX, input: { port: 8081 } };
    const { cause, id, n } = await failureOf(onAnotherPort);
    const { label } = await server.harness.db.milestone.findFirstOrThrow({ where: { operationId: id, n } });
    expect({ label, cause }).toEqual({
      label: 'Starting nginx',
      cause: expect.stringMatching(/^Port 8081 is already in use by perl \(stranger\.service, /) as string,
    });
    expect(await outputOf(id)).toContain('nginx did not take over its new configuration');
    await server.exec(
      'systemctl stop stranger; rm /etc/systemd/system/nginx.service.d/milepost-test.conf; systemctl daemon-reload',
    );
    await server.decide(id, { action: 'retry' });
    expect((await server.harness.operation(id)).status).toBe('completed');
    expect(await server.exec(`curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:8081/`)).toBe('200');
  });
});

describe('an nginx that cannot start', () => {
  afterEach(() => server.exec(PURGE));

  test('a missing IPv6 is named, not the error code of dpkg', async () => {
    await server.exec(`mkdir -p /etc/systemd/system/nginx.service.d
      printf '[Service]\\nRestrictAddressFamilies=~AF_INET6\\n' >/etc/systemd/system/nginx.service.d/milepost-test.conf; systemctl daemon-reload`);
    expect(await failureOf(NGINX)).toMatchObject({
      cause: 'nginx cannot listen on [::]:80: this server has no IPv6',
      hint: expect.stringContaining('Remove “listen [::]:80”') as string,
    });
  });

  test('a masked unit is named as the cause', async () => {
    await server.exec(
      'apt-get install -q -y nginx >/dev/null; systemctl disable -q --now nginx; systemctl mask -q nginx',
    );
    expect(await failureOf(NGINX)).toMatchObject({
      cause: 'nginx.service is masked',
      hint: 'On the server: systemctl unmask nginx',
    });
  });

  test('a rejected line of the configuration is named with its file', async () => {
    await server.exec(`apt-get install -q -y nginx >/dev/null; echo 'wurker 1;' >/etc/nginx/conf.d/bad.conf`);
    const { cause } = await failureOf(NGINX);
    await server.exec('rm /etc/nginx/conf.d/bad.conf');
    expect(cause).toBe(
      'nginx does not accept its configuration as it is: unknown directive "wurker" in /etc/nginx/conf.d/bad.conf:1',
    );
  });
});

describe('a Redis that cannot start', () => {
  beforeAll(() => server.exec('apt-get install -q -y redis-server >/dev/null'));
  afterAll(() => server.exec(PURGE));

  test('a port used by another program is named with that program, although only the log file has it', async () => {
    await server.exec(`systemctl disable -q --now redis-server
      cat >/root/stranger <<'end'
#!/usr/bin/perl
use IO::Socket::INET;
my $s = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1', LocalPort => 6379, ReuseAddr => 1) or die;
sleep 600;
end
      chmod 755 /root/stranger; mkdir -p /etc/systemd/system/redis-server.service.d
      printf '[Service]\\nExecStartPre=+/bin/sh -c "systemd-run -q --unit stranger /root/stranger; sleep 1"\\nExecStartPre=-/bin/true\\n' \
        >/etc/systemd/system/redis-server.service.d/milepost-test.conf; systemctl daemon-reload`);
    const { cause, hint, id } = await failureOf(REDIS);
    await server.exec(
      'rm /etc/systemd/system/redis-server.service.d/milepost-test.conf; systemctl daemon-reload; systemctl stop stranger redis-server',
    );
    expect(cause).toMatch(/^Port 6379 is already in use by \S+ \(stranger\.service, /);
    expect(hint).toBe('Stop it, or choose another port.');
    expect(await outputOf(id)).toContain('--- /var/log/redis/redis-server.log, last start:');
  });

  test('a missing path in the unit is named', async () => {
    await server.exec(`mkdir -p /etc/systemd/system/redis-server.service.d
      printf '[Service]\\nReadWritePaths=/nonexistent/path\\n' >/etc/systemd/system/redis-server.service.d/milepost-test.conf; systemctl daemon-reload`);
    const { cause } = await failureOf(REDIS);
    expect(cause).toBe(
      'The service may not start: its unit names /nonexistent/path, and there is “No such file or directory”',
    );
  });
});
