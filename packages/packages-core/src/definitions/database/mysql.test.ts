import { expect, test } from 'vitest';
import { compile } from '../../dsl/compile';
import { defaultInput } from '../../dsl/form/default-input';
import { factsOf } from '../../dsl/conformance/samples';
import { testPlans } from '../../dsl/testing/table';
import mysql from './mysql';

const FILE = '/etc/mysql/mysql.conf.d/zz-milepost.cnf';
const LISTS = 'the package lists are to be refreshed';
const REMOVED = 'mysql-community-server mysql-server mysql-community-server-*';

testPlans(mysql, [
  {
    name: 'installing',
    kind: 'install',
    input: {},
    system: 'debian-13',
    plan: {
      'Checking the system': [
        'who listens on port 3306',
        'dpkg --audit',
        'df',
        'ip addr show to 127.0.0.1',
        'look for data in /var/lib/mysql',
        `look for edits of ${FILE}`,
      ],
      'Adding the repository of MySQL': [
        'mp_use_repository mysql mysql',
        expect.stringMatching(/^write \/etc\/apt\/keyrings\/mysql.asc/),
        [
          'write /etc/apt/sources.list.d/mysql.sources (0644 root:root)',
          ...['Types: deb', 'URIs: http://repo.mysql.com/apt/debian', 'Suites: trixie'],
          ...['Components: mysql-8.4-lts', 'Signed-By: /etc/apt/keyrings/mysql.asc', '', LISTS],
        ].join('\n'),
      ],
      'Refreshing package lists': ['apt-get update'],
      'Installing MySQL': ['apt-get install --no-install-recommends mysql-community-server'],
      'Configuring MySQL': [
        'cp -a the data directory of the package to /var/lib/mysql',
        [
          `write ${FILE} (0644 root:root)`,
          '# Written by Milepost. It asks before it replaces what was changed here by hand.',
          ...['[mysqld]', 'port = 3306', 'bind-address = 127.0.0.1', 'datadir = /var/lib/mysql'],
          ...['innodb_buffer_pool_size = 128M', 'mysqlx = OFF', ''],
        ].join('\n'),
        'mysqld --validate-config',
      ],
      'Starting MySQL': [
        'systemctl enable mysql && systemctl restart mysql',
        `DROP USER ''; DROP DATABASE test where it is empty`,
      ],
      'Verifying installation': ['ping the server on 127.0.0.1:3306'],
    },
  },
  {
    name: 'uninstalling keeps data and configuration, and removes the repository',
    kind: 'uninstall',
    input: {},
    plan: {
      'Checking the system': [`apt-get -s remove ${REMOVED}`],
      'Stopping MySQL': ['systemctl disable --now mysql'],
      'Removing MySQL': [`apt-get remove ${REMOVED}`],
      'Cleaning up': [
        `put the former ${FILE} back`,
        'mp_release_repository mysql mysql',
        ...['preferences.d/mysql.pref', 'sources.list.d/mysql.sources', 'keyrings/mysql.asc'].map(
          (path) => `put the former /etc/apt/${path} back, or remove it\n${LISTS}`,
        ),
      ],
      'Verifying removal': ['dpkg-query -W mysql-community-server', 'processes of mysql.service'],
    },
  },
]);

test('MySQL says on its page that it is not verified, and is refused where its vendor has no packages', () => {
  expect(mysql.description).toContain('not verified with the vendor’s repository');
  const plan = compile({
    ...{ definition: mysql, operation: 'install', input: defaultInput(mysql) },
    server: { ...factsOf('debian-12'), arch: 'arm64' },
  });
  expect(plan.milestones[0]?.states[0]?.label).toBe(
    'Not possible: MySQL’s repository has packages for amd64 only, and this server is arm64',
  );
});

test('MySQL and MariaDB exclude each other', () => {
  expect(mysql.conflicts).toEqual(['mariadb']);
});
