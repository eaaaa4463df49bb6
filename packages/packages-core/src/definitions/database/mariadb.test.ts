import { expect, test } from 'vitest';
import { findPackage } from '../../dsl/catalog';
import { compile } from '../../dsl/compile';
import { parseInput } from '../../dsl/input';
import type { PackageDefinition } from '../../dsl/package/definition';
import { checkPreconditions } from '../../dsl/preconditions';
import { factsOf } from '../../dsl/conformance/samples';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import mariadb from './mariadb';

const FILE = '/etc/mysql/mariadb.conf.d/90-milepost.cnf';
const REMOVED = 'mariadb-server mariadb-server-* mariadb-plugin-* galera-4 default-mysql-server';
const written = (...lines: string[]) =>
  [
    `write ${FILE} (0644 root:root)`,
    '# Written by Milepost. It asks before it replaces what was changed here by hand.',
    '[mariadbd]',
    ...lines,
    '',
  ].join('\n');
const started = [
  'systemctl enable mariadb && systemctl restart mariadb',
  `DROP USER ''; DROP DATABASE test where it is empty`,
];
const gone = ['dpkg-query -W mariadb-server', 'processes of mariadb.service'];

testPlans(mariadb, [
  {
    name: 'installing',
    kind: 'install',
    input: {},
    plan: {
      'Checking the system': [
        'who listens on port 3306',
        'dpkg --audit',
        'df',
        'apt-get -s install mariadb-server',
        'ip addr show to 127.0.0.1',
        'look for data in /var/lib/mysql',
        `look for edits of ${FILE}`,
      ],
      'Refreshing package lists': ['apt-get update'],
      'Installing MariaDB': ['apt-get install --no-install-recommends mariadb-server'],
      'Configuring MariaDB': [
        'cp -a the data directory of the package to /var/lib/mysql',
        written(
          ...['port = 3306', 'bind-address = 127.0.0.1', 'datadir = /var/lib/mysql'],
          'innodb_buffer_pool_size = 128M',
        ),
        'mariadbd --help --verbose',
      ],
      'Starting MariaDB': started,
      'Verifying installation': ['ping the server on 127.0.0.1:3306'],
    },
  },
  {
    name: 'another data directory, all addresses, further settings',
    kind: 'install',
    input: {
      ...{ port: 3307, listen: '*', dataDirectory: '/srv/mysql/data', bufferPoolMb: 512 },
      settings: ['max_connections = 200', 'skip-name-resolve'],
    },
    installed: {},
    plan: {
      'Checking the system': [
        'who listens on port 3307',
        'dpkg --audit',
        'df',
        'apt-get -s install mariadb-server',
        'look for data in /var/lib/mysql and /srv/mysql/data',
        `look for edits of ${FILE}`,
      ],
      'Refreshing package lists': ['apt-get update'],
      'Installing MariaDB': ['apt-get install --no-install-recommends mariadb-server'],
      'Configuring MariaDB': [
        'cp -a the data directory of the package to /srv/mysql/data',
        written(
          ...['port = 3307', 'bind-address = *', 'datadir = /srv/mysql/data'],
          ...['innodb_buffer_pool_size = 512M', 'max_connections = 200', 'skip-name-resolve'],
        ),
        'mariadbd --help --verbose',
      ],
      'Starting MariaDB': started,
      'Verifying installation': ['ping the server on 127.0.0.1:3307'],
    },
  },
  {
    name: 'updating',
    kind: 'update',
    input: {},
    plan: {
      'Checking the system': ['dpkg --audit', 'apt-get -s install --only-upgrade mariadb-server'],
      'Refreshing package lists': ['apt-get update'],
      'Updating MariaDB': ['apt-get install --only-upgrade mariadb-server'],
      'Configuring MariaDB': ['mariadbd --help --verbose'],
      'Starting MariaDB': started.slice(0, 1),
      'Verifying installation': ['ping the server on 127.0.0.1:3306'],
    },
  },
  {
    name: 'restarting',
    kind: 'restart',
    input: {},
    plan: {
      'Checking the system': ['mariadbd --help --verbose'],
      'Restarting MariaDB': ['systemctl restart mariadb'],
      'Verifying installation': ['systemctl is-active mariadb, for 2 s'],
    },
  },
  {
    name: 'uninstalling keeps data and configuration',
    kind: 'uninstall',
    input: {},
    plan: {
      'Checking the system': [`apt-get -s remove ${REMOVED}`],
      'Stopping MariaDB': ['systemctl disable --now mariadb'],
      'Removing MariaDB': [`apt-get remove ${REMOVED}`],
      'Cleaning up': [`put the former ${FILE} back`],
      'Verifying removal': gone,
    },
  },
  {
    name: 'uninstalling with its data, which is dumped first',
    kind: 'uninstall',
    input: { removeData: true },
    installed: { dataDirectory: '/srv/mysql/data' },
    plan: {
      'Checking the system': [`apt-get -s remove ${REMOVED}`],
      'Backing up the data of MariaDB': [
        'dump all databases and users | gzip >/var/backups/mariadb/all-‹time›.sql.gz',
      ],
      'Stopping MariaDB': ['systemctl disable --now mariadb'],
      'Removing MariaDB': [`apt-get purge ${REMOVED}`],
      'Removing data': [
        ...['/srv/mysql/data', '/var/log/mysql', '/etc/mysql/debian.cnf', FILE].map(
          (path) => `rm -rf --one-file-system -- ${path}`,
        ),
      ],
      'Verifying removal': gone,
    },
  },
]);

const SETTING =
  'Further settings are lines such as “max_connections = 200”. What has a field of its own is chosen there.';
const DIRECTORY =
  'Data directory must be an absolute path of at least three names, such as /srv/mysql/data, and not below /home, /root, /usr, /etc or /tmp.';
testRefusals(mariadb, [
  {
    input: { port: 0, listen: 'localhost; id', dataDirectory: '/srv/../etc/mysql', bufferPoolMb: 1 },
    messages: {
      port: 'Port must be at least 1.',
      listen: 'Listen address must be an IP address, such as 127.0.0.1, or *.',
      dataDirectory: DIRECTORY,
      bufferPoolMb: 'Buffer pool must be at least 16.',
    },
  },
  ...['/srv/mysql', '/home/mysql/data', '/var/lib/my sql', 'var/lib/mysql', '/var/lib/$(id)'].map(
    (dataDirectory) => ({ input: { dataDirectory }, messages: { dataDirectory: DIRECTORY } }),
  ),
  {
    input: {
      settings: [
        'port = 1',
        '[client]',
        '!include /etc/passwd',
        'bind_address=*',
        'skip-grant-tables',
        'a = 1\nb',
      ],
    },
    messages: {
      'settings.0': SETTING,
      'settings.1': SETTING,
      'settings.2': SETTING,
      'settings.3': SETTING,
      'settings.4': SETTING,
      'settings.5': 'Setting must be one line.',
    },
  },
]);

interface Found {
  used?: string;
  installed?: Record<string, unknown>;
}

const planOf = (
  definition: PackageDefinition,
  sent: Record<string, unknown>,
  { used, installed }: Found = {},
) => {
  const [parsed, former] = [sent, installed ?? {}].map((raw) => parseInput(definition, raw));
  if (!parsed?.ok || !former?.ok) throw new Error(JSON.stringify([parsed, former]));
  return compile({
    ...{ definition, operation: 'install', input: parsed.input, server: factsOf('debian-12'), facts: {} },
    ...{ discovered: { dataDirectory: used ?? null } },
    ...(installed && { installed: { input: former.input, version: '1' } }),
  });
};
const refusals = (sent: Record<string, unknown>, found: Found = {}) =>
  planOf(mariadb, sent, found)
    .milestones[0]?.states.map(({ label }) => label)
    .filter((label) => label.startsWith('Not possible'));

test('a data directory that is in use is neither moved nor left out of sight', () => {
  expect(refusals({}, { used: '/mnt/mysql/data' })).toEqual([
    'Not possible: There are databases or users in /mnt/mysql/data. Choose this as the data directory: Milepost does not move them',
  ]);
  expect(refusals({ dataDirectory: '/mnt/mysql/data' }, { used: '/mnt/mysql/data' })).toEqual([]);
  expect(refusals({}, { used: '/var/lib/mysql', installed: {} })).toEqual([]);
});

test('where the packages come from cannot be changed in place', () => {
  expect(refusals({ repository: 'mariadb' }, { installed: {} })).toEqual([
    'Not possible: The packages of MariaDB come from “The distribution”. To have them from elsewhere, uninstall MariaDB, keep its data, and install it again',
  ]);
});

test('a buffer pool that does not fit into the memory is refused', () => {
  expect(refusals({ bufferPoolMb: 1600 })).toEqual([]);
  expect(refusals({ bufferPoolMb: 2000 })).toEqual([
    'Not possible: A buffer pool of 2000 MB does not leave enough of this server’s memory of 2048 MB. Choose less',
  ]);
});

test('MariaDB’s own repository is added with its pinned key, before the packages', () => {
  const { milestones } = planOf(mariadb, { repository: 'mariadb' });
  const added = milestones.find(({ id }) => id === 'add_repository')?.states ?? [];
  expect(added.map(({ action }) => action)).toEqual([
    'Record that mariadb uses the repository mariadb',
    'Write the key F1656F24C74CD1D8 of the repository mariadb',
    'Add the repository https://dlm.mariadb.com/repo/mariadb-server/11.8/repo/debian bookworm',
    'Set the priority of the repository mariadb to 600',
  ]);
  expect(added[1]?.apply.script).toContain('177F4010FE56CA3336300305F1656F24C74CD1D8');
});

test.each([
  ['mariadb_database', 'database shop'],
  ['mariadb_user', 'user app'],
])('MariaDB cannot be uninstalled while it has a %s, which is named', (packageId, title) => {
  const installed = [{ packageId, title, parentId: 'server', status: 'active' as const }];
  const problem = checkPreconditions({
    ...{ kind: 'uninstall', definition: mariadb, installationId: 'server', facts: null },
    ...{ installed, findPackage },
  });
  expect(problem).toEqual({ code: 'has_children', package: 'MariaDB', children: [title] });
});

test('MariaDB is not installed beside MySQL', () => {
  const problem = checkPreconditions({
    ...{ kind: 'install', definition: mariadb, facts: factsOf('debian-12'), findPackage },
    installed: [{ packageId: 'mysql', status: 'active' }],
  });
  expect(problem).toEqual({ code: 'package_conflict', package: 'MariaDB', other: 'MySQL' });
});
