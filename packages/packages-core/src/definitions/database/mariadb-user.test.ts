import { expect, test } from 'vitest';
import { compile } from '../../dsl/compile';
import { parseInput } from '../../dsl/input';
import { factsOf } from '../../dsl/conformance/samples';
import { installationRow, references } from '../../dsl/conformance/sample-installations';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import mariadb from './mariadb';
import mariadbUser from './mariadb-user';

const PASSWORD = 'correct-horse-battery-staple';
const APP = { name: 'app', password: PASSWORD, databases: ['shop', 'shop_2'] };

const on = { parent: installationRow(mariadb, {}) };

testPlans(
  mariadbUser,
  [
    {
      name: 'creating',
      kind: 'install',
      input: APP,
      plan: {
        'Creating user app': [
          [
            `CREATE USER 'app'@'localhost' IDENTIFIED BY ‹password›`,
            `GRANT ALL PRIVILEGES ON shop.* TO 'app'@'localhost'`,
            `GRANT ALL PRIVILEGES ON shop_2.* TO 'app'@'localhost'`,
          ].join('\n'),
        ],
        'Verifying installation': ['log in as app on 127.0.0.1:3306'],
      },
    },
    {
      name: 'a user who comes from elsewhere cannot be tried from the server itself',
      kind: 'install',
      input: { ...APP, host: '10.0.0.0/255.0.0.0', databases: [] },
      plan: {
        'Creating user app@10.0.0.0/255.0.0.0': [
          `CREATE USER 'app'@'10.0.0.0/255.0.0.0' IDENTIFIED BY ‹password›`,
        ],
        'Verifying installation': [`SHOW GRANTS FOR 'app'@'10.0.0.0/255.0.0.0'`],
      },
    },
    {
      name: 'another password',
      kind: 'rotate_password',
      input: { password: PASSWORD },
      installed: { ...APP, databases: [] },
      plan: {
        'Applying new password': [`CREATE USER 'app'@'localhost' IDENTIFIED BY ‹options.password›`],
        'Verifying installation': ['log in as app on 127.0.0.1:3306'],
      },
    },
    {
      name: 'dropping',
      kind: 'uninstall',
      input: {},
      installed: APP,
      plan: {
        'Removing user app': [`DROP USER 'app'@'localhost'`],
        'Verifying removal': [`SELECT FROM mysql.user WHERE user = 'app'`],
      },
    },
    {
      name: 'forgetting it',
      kind: 'uninstall',
      input: { keep: true },
      installed: APP,
      plan: { 'Verifying removal': ['nothing is changed'] },
    },
  ],
  on,
);

testPlans(
  mariadbUser,
  [
    {
      name: 'other databases and privileges',
      kind: 'install',
      input: { ...APP, databases: ['shop'], privileges: 'read' },
      installed: APP,
      plan: {
        'Creating user app': [
          `CREATE USER 'app'@'localhost' IDENTIFIED BY ‹password›\nGRANT SELECT, SHOW VIEW ON shop.* TO 'app'@'localhost'`,
          `REVOKE ALL PRIVILEGES ON shop_2.* FROM 'app'@'localhost'`,
        ],
        'Verifying installation': ['log in as app on 127.0.0.1:3307'],
      },
    },
  ],
  { parent: installationRow(mariadb, { port: 3307, listen: '*' }) },
);

const NAME = 'has lower-case letters, digits and underscores, and begins with a letter.';
testRefusals(mariadbUser, [
  {
    input: { name: `a'b`, host: `x' OR 1`, password: 'short', databases: ['*', 'a`'], privileges: 'GRANT' },
    messages: {
      name: `Name ${NAME}`,
      host: 'Host must be localhost, an address, a network such as 10.0.0.0/255.0.0.0, or %.',
      password: 'Password must be at least 16 characters long.',
      'databases.0': `Database ${NAME}`,
      'databases.1': `Database ${NAME}`,
      privileges: 'Privileges must be one of all, write, read.',
    },
  },
]);

test.each(['root', 'mysql', 'public'])('the name %s, which the server has for itself, is refused', (name) => {
  const parsed = parseInput(mariadbUser, { ...APP, name });
  if (!parsed.ok) throw new Error('refused by the form');
  const { milestones } = compile({
    ...{ definition: mariadbUser, operation: 'install', input: parsed.input },
    ...{ server: factsOf('debian-12'), ...references(on) },
  });
  expect(milestones[0]?.states[0]?.label).toBe(
    `Not possible: MariaDB keeps the name ${name} for itself. Choose another one`,
  );
});
