import { installationRow } from '../../dsl/conformance/sample-installations';
import { testPlans } from '../../dsl/testing/table';
import mysql from './mysql';
import mysqlUser from './mysql-user';

const on = { parent: installationRow(mysql, {}) };

testPlans(
  mysqlUser,
  [
    {
      name: 'creating',
      kind: 'install',
      input: {
        name: 'app',
        password: 'correct-horse-battery-staple',
        databases: ['shop'],
        privileges: 'write',
      },
      plan: {
        'Creating user app': [
          `CREATE USER 'app'@'localhost' IDENTIFIED BY ‹password›\nGRANT SELECT, INSERT, UPDATE, DELETE, CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, SHOW VIEW ON shop.* TO 'app'@'localhost'`,
        ],
        'Verifying installation': ['log in as app on 127.0.0.1:3306'],
      },
    },
    {
      name: 'dropping',
      kind: 'uninstall',
      input: {},
      installed: { name: 'app', password: 'correct-horse-battery-staple' },
      plan: {
        'Removing user app': [`DROP USER 'app'@'localhost'`],
        'Verifying removal': [`SELECT FROM mysql.user WHERE user = 'app'`],
      },
    },
  ],
  on,
);
