import { installationRow } from '../../dsl/conformance/sample-installations';
import { testPlans } from '../../dsl/testing/table';
import mysql from './mysql';
import mysqlDatabase from './mysql-database';

const on = { parent: installationRow(mysql, {}) };

testPlans(
  mysqlDatabase,
  [
    {
      name: 'creating',
      kind: 'install',
      input: { name: 'shop', characters: 'latin1' },
      plan: {
        'Creating database shop': ['CREATE DATABASE shop CHARACTER SET latin1'],
        'Verifying installation': ['USE shop'],
      },
    },
    {
      name: 'dropping dumps it first',
      kind: 'uninstall',
      input: { removeData: true },
      installed: { name: 'shop' },
      plan: {
        'Backing up database shop': ['dump the database shop | gzip >/var/backups/mysql/shop-‹time›.sql.gz'],
        'Removing database shop': ['DROP DATABASE shop'],
        'Verifying removal': [`SHOW DATABASES LIKE 'shop'`],
      },
    },
  ],
  on,
);
