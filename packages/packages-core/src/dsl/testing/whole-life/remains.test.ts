import type { Plan } from '@milepost/contract/plan';
import { expect, test } from 'vitest';
import { explained } from './remains';
import { differences, parseSnapshot } from './snapshot';
import type { Kind } from './snapshot';

const snapshot = (kinds: Partial<Record<Kind, readonly string[]>>) =>
  parseSnapshot(
    Object.entries(kinds)
      .map(([kind, lines]) => [`== ${kind}`, ...lines].join('\n'))
      .join('\n'),
  );
const plan = {
  format: 2,
  title: 'Uninstall nginx',
  milestones: [{ states: [{ destructive: 'A copy stays in /var/backups/milepost/nginx-now.tar.gz.' }] }],
} as unknown as Plan;

const before = snapshot({
  etc: ['/etc/hosts\tf 644 root:root', '/etc/gone\tf 644 root:root'],
  users: ['root\t0 /root /bin/bash'],
});

/** What remains, with the reason for it. */
function left(after: Parameters<typeof snapshot>[0], owners: Record<string, string> = {}) {
  const server = { plans: [plan], owners: new Map(Object.entries(owners)) };
  return explained(differences(before, snapshot(after)), server).map(
    ({ name, because }) => `${name}: ${because ?? 'unexplained'}`,
  );
}

test('what a person must know about is never explained', () => {
  const after = {
    etc: ['/etc/hosts\tf 666 root:root', '/etc/nginx\td 755 root:root'],
    contents: ['/etc/shadowed\tabc'],
    places: ['/home/deploy\td', '/var/backups/other/x\tf'],
    packages: ['nginx\tinstalled manual', 'redis-server\tconfig-files'],
    users: ['root\t0 /root /bin/sh', 'deploy\t1001 /home/deploy /bin/bash'],
    ports: ['tcp 0.0.0.0:80\tnginx'],
  };
  expect(left(after).filter((line) => !line.endsWith(': unexplained'))).toEqual([]);
  expect(left(after)).toHaveLength(11);
});

test('what is in a file that was there before is not explained by a package', () => {
  const [old, edited] = ['abc', 'def'].map((digest) => snapshot({ contents: [`/etc/hosts\t${digest}`] }));
  const server = { plans: [], owners: new Map([['/etc/hosts', 'base-files']]) };
  expect(explained(differences(old!, edited!), server)).toMatchObject([
    { name: '/etc/hosts', because: null },
  ]);
});

test('what the plan, Debian or a package that stays accounts for is explained', () => {
  const after = {
    etc: [
      ...['/etc/hosts\tf 644 root:root', '/etc/gone\tf 644 root:root', '/etc/ssl\td 755 root:root'],
      ...['/etc/ssl/certs\td 755 root:root', '/etc/alternatives/php\tl 777 root:root /usr/bin/php8.2'],
    ],
    contents: ['/etc/passwd\tabc'],
    places: ['/var/backups/milepost\td', '/var/backups/milepost/nginx-now.tar.gz\tf'],
    packages: ['libssl3\tinstalled'],
    users: ['root\t0 /root /bin/bash', 'redis\t104 /var/lib/redis /usr/sbin/nologin'],
  };
  const owners = {
    '/etc/ssl': 'openssl',
    '/etc/ssl/certs/one.pem': 'ssl-cert',
    '/usr/bin/php8.2': 'php8.2-cli',
  };
  expect(left(after, owners).filter((line) => line.endsWith(': unexplained'))).toEqual([]);
});
