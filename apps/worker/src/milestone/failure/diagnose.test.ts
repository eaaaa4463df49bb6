import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as apt from '@milepost/packages-core/states/apt/packages';
import { APT_FAILURES } from '@milepost/packages-core/states/apt/transient-failures';
import { DISK_FAILURES } from '@milepost/packages-core/states/failures/disk';
import * as nginx from '@milepost/packages-core/states/nginx/server';
import * as systemd from '@milepost/packages-core/states/systemd/services';
import { milestone } from '../../../test/harness/plans';
import { diagnose } from './diagnose';
import { readableTail } from '../output/readable-output';
import { transientOf } from './transient';

const TRANSCRIPTS = new URL('transcripts/', import.meta.url);
/** Output of real servers, from the lab. */
const transcript = (name: string): string => readableTail(readFileSync(new URL(`${name}.txt`, TRANSCRIPTS)));

const causesOf = ({ failures = [] }: { failures?: readonly object[] }) =>
  ({ failures: [...failures] }) as Parameters<typeof diagnose>[0];
const install = causesOf(apt.installed(['nginx']));
const refresh = causesOf(apt.updated({ packages: ['nginx'] }));
const start = causesOf(systemd.running('nginx'));

const said = (state: typeof install, printed: string, explained = '') =>
  diagnose(state, { printed, explained, exitCode: 1 });

describe('the heading of a failure', () => {
  test.each([
    [
      install,
      'foreign-postinst',
      'The package vendor-agent cannot be configured: its post-installation script failed (1)',
    ],
    [
      install,
      'foreign-postinst-apt',
      'The package vendor-agent cannot be configured: its post-installation script failed (1)',
    ],
    [
      install,
      'foreign-dependency',
      'vendor-missing is installed without what it needs: no-such-library (>= 2)',
    ],
    [
      install,
      'foreign-dependency-apt',
      'vendor-missing is installed without what it needs: no-such-library (>= 2)',
    ],
    [install, 'unknown-package', 'No repository of this server has the package no-such-package'],
    [install, 'no-inodes', 'A file system of the server is full'],
    [install, 'no-inodes-lock', 'A file system of the server is full'],
    [install, 'archives-full', 'There is not enough space in /var/cache/apt/archives'],
    [install, 'unpack-full', 'A file system of the server is full'],
    [install, 'read-only-cache', 'A file system of the server is read-only'],
    [install, 'read-only-dpkg', 'A file system of the server is read-only'],
    [install, 'lock-held', 'Another package manager is running: perl (process 1645)'],
    [install, 'nginx-no-ipv6', 'nginx cannot listen on [::]:80: this server has no IPv6'],
    [start, 'nginx-port-in-use', 'Port 80 is already in use'],
    [start, 'nginx-masked', 'nginx.service is masked'],
    [
      start,
      'nginx-bad-configuration',
      'nginx rejects /etc/nginx/nginx.conf, line 84: unknown directive "wurker_processes"',
    ],
    [
      start,
      'postgres-bad-configuration',
      'PostgreSQL rejects /etc/postgresql/15/main/conf.d/95-mine.conf, line 2: syntax error, near token "1"',
    ],
    [start, 'apache-port-in-use', 'Port 80 is already in use'],
    [
      start,
      'fail2ban-bad-configuration',
      "Fail2ban reports: Found no accessible config files for 'filter.d/gone' under /etc/fail2ban",
    ],
    [
      start,
      'postfix-bad-configuration',
      `Postfix rejects /etc/postfix/main.cf, line 76: missing '=' after attribute name: "no setting"`,
    ],
    [start, 'fail2ban-no-log', 'The jail nginx-http-auth finds no log that it could read'],
    [
      start,
      'apache-bad-configuration',
      "Apache rejects /etc/apache2/sites-enabled/shop.conf, line 2: Invalid command 'Unheard_of', perhaps misspelled or defined by a module not included in the server configuration",
    ],
    [
      start,
      'apache-start-bad-configuration',
      "Apache rejects /etc/apache2/sites-enabled/shop.conf, line 2: Invalid command 'Unheard_of', perhaps misspelled or defined by a module not included in the server configuration",
    ],
    [
      start,
      'apache-open-section',
      'Apache rejects /etc/apache2/sites-enabled/shop.conf, line 1: <VirtualHost> was not closed',
    ],
    [start, 'apache-no-mpm', 'Apache reports: No MPM loaded'],
    [start, 'redis-namespace', 'systemd cannot isolate the service (226/NAMESPACE)'],
    [start, 'redis-exec', 'The service’s program cannot be run'],
    [start, 'redis-user', 'The user that the service runs as does not exist'],
    [
      refresh,
      'repository-no-key',
      'The key 6ED0E7B82643E131 of the repository http://deb.debian.org/debian bookworm-backports is missing on this server',
    ],
    [
      refresh,
      'repository-forbidden',
      'The repository http://127.0.0.1:8099/debian stable refuses access (403)',
    ],
    [
      refresh,
      'repository-unreachable',
      'The repository http://127.0.0.1:8098/debian stable cannot be reached',
    ],
    [refresh, 'repository-unresolved', 'The name nowhere.invalid of the repository cannot be resolved'],
    [
      refresh,
      'repository-not-found',
      'The repository http://deb.debian.org/debian no-such-suite does not have this file (404)',
    ],
    [refresh, 'repository-malformed', '/etc/apt/sources.list.d/vendor.list has an error at entry 1'],
  ])('the heading of failure %# (%s) is its first cause: %s', (state, name, cause) => {
    expect(said(state, transcript(name)).cause).toBe(cause);
  });

  test('is the repository that is needed, not the first one that failed', () => {
    const needed =
      'E: The repository http://deb.example/debian-security bookworm-security in /etc/apt/sources.list is needed and cannot be used: 403 Forbidden.\n';
    expect(said(refresh, transcript('repository-no-key') + needed)).toMatchObject({
      cause:
        'The repository http://deb.example/debian-security bookworm-security cannot be used: 403 Forbidden',
      hint: 'It is needed, and listed in /etc/apt/sources.list: check its address, its signing key and the server’s network.',
    });
  });

  test('is found in the log of the service where its own output does not say', () => {
    const printed = transcript('redis-port-in-use');
    expect(said(start, printed).cause).toBeNull();
    expect(said(start, printed, transcript('redis-log-port-in-use'))).toMatchObject({
      cause: 'Port 6379 is already in use',
      topic: 'port 6379',
    });
  });

  test('prefers an exact cause of the journal to an exit code of systemd', () => {
    const journal =
      'redis-server.service: Failed to set up mount namespacing: /run/systemd/unit-root/nonexistent/path: No such file or directory\n';
    expect(said(start, transcript('redis-namespace'), journal).cause).toBe(
      'The service may not start: its unit names /nonexistent/path, and there is “No such file or directory”',
    );
  });

  test('is the sentence of an assertion that does not hold, not what it shows below it', () => {
    const printed =
      'Port 80 is taken by another program.\nLISTEN 0 511 *:80 *:* users:(("apache2",pid=1,fd=4))\n';
    expect(diagnose(causesOf({}), { printed, explained: '', exitCode: 5 })).toMatchObject({
      cause: 'Port 80 is taken by another program',
      line: 'Port 80 is taken by another program.',
    });
  });

  test('names the port and not the time that a line begins with', () => {
    const at = 'Nov 29 20:57:38 web-1 app[1]: listen: Address already in use';
    expect(said(start, at).cause).toBe('A port that the service needs is already in use');
    expect(
      said(start, '(98)Address already in use: AH00072: make_sock: could not bind to address [::]:80').topic,
    ).toBe('port 80');
    expect(said(start, 'Error: listen EADDRINUSE: address already in use :::3000').topic).toBe('port 3000');
  });

  test('is what nginx rejects where its configuration is checked', () => {
    const printed =
      '2026/11/29 20:57:48 [emerg] 2002#2002: host not found in upstream "app" in /etc/nginx/sites-enabled/shop:7\nnginx: configuration file /etc/nginx/nginx.conf test failed\n';
    expect(said(causesOf(nginx.configValid()), printed).cause).toBe(
      'nginx rejects /etc/nginx/sites-enabled/shop, line 7: host not found in upstream "app"',
    );
  });
});

describe('a transient failure', () => {
  const planned = { ...milestone('one', []), transient: [...APT_FAILURES] };
  const heals = (name: string) => {
    const printed = transcript(name);
    return transientOf(planned, { printed, topic: said(install, printed).topic })?.label;
  };

  test.each(['no-inodes', 'no-inodes-lock', 'archives-full', 'unpack-full', 'foreign-postinst'])(
    '%s is none',
    (name) => expect(heals(name)).toBeUndefined(),
  );

  test('is a lock that somebody holds', () => {
    expect(heals('lock-held')).toBe('another process held the lock of the package system');
    const printed =
      'E: Could not get lock /var/lib/apt/lists/lock - open (11: Resource temporarily unavailable)';
    expect(transientOf(planned, { printed, topic: null })?.label).toContain('lock');
    const denied =
      'E: Could not open lock file /var/lib/apt/lists/lock - open (13: Permission denied)\nE: Unable to lock directory /var/lib/apt/lists/';
    expect(transientOf(planned, { printed: denied, topic: null })).toBeUndefined();
  });
});

test('no pattern takes long over hostile output', () => {
  const tables = [install, refresh, start].flatMap((state) => state?.failures ?? []);
  const size = 256 * 1024;
  const hostile = [
    'a',
    ' ',
    '\n',
    '/',
    ':',
    'Err:1 x ',
    'dpkg: error ',
    '[emerg] bind() to ',
    ' a : Depends: ',
    '1.1.1.1:',
    'PostgreSQL: /',
    'FATAL: could not load ',
  ];
  for (const piece of hostile) {
    const output = piece.repeat(Math.ceil(size / piece.length));
    for (const { pattern } of [...tables, ...DISK_FAILURES]) {
      const begun = performance.now();
      new RegExp(pattern, 'm').test(output);
      expect(performance.now() - begun, `${pattern} over ${JSON.stringify(piece)}`).toBeLessThan(1000);
    }
  }
});

test('every transcript is used', () => {
  const source = readFileSync(new URL(import.meta.url), 'utf8');
  const unused = readdirSync(TRANSCRIPTS).filter((file) => !source.includes(`'${file.replace('.txt', '')}'`));
  expect(unused).toEqual([]);
});
