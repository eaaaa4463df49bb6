import { installationRow } from '../../dsl/conformance/sample-installations';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import mariadb from './mariadb';
import mariadbDatabase from './mariadb-database';

const on = { parent: installationRow(mariadb, {}) };

testPlans(
  mariadbDatabase,
  [
    {
      name: 'creating',
      kind: 'install',
      input: { name: 'shop' },
      plan: {
        'Creating database shop': ['CREATE DATABASE shop CHARACTER SET utf8mb4'],
        'Verifying installation': ['USE shop'],
      },
    },
    {
      name: 'removing it from Milepost leaves it on the server',
      kind: 'uninstall',
      input: {},
      installed: { name: 'shop', characters: 'latin1' },
      plan: { 'Verifying removal': ['nothing is changed'] },
    },
    {
      name: 'dropping dumps it first',
      kind: 'uninstall',
      input: { removeData: true },
      installed: { name: 'shop' },
      plan: {
        'Backing up database shop': [
          'dump the database shop | gzip >/var/backups/mariadb/shop-‹time›.sql.gz',
        ],
        'Removing database shop': ['DROP DATABASE shop'],
        'Verifying removal': [`SHOW DATABASES LIKE 'shop'`],
      },
    },
  ],
  on,
);

const NAME = 'Name has lower-case letters, digits and underscores, and begins with a letter.';
testRefusals(mariadbDatabase, [
  {
    input: { name: 'shop`; DROP DATABASE x', characters: 'klingon' },
    messages: {
      name: NAME,
      characters: 'Character set must be one of utf8mb4, latin1, ascii, binary.',
    },
  },
  { input: { name: '-shop' }, messages: { name: NAME } },
  { input: { name: 'a\0b' }, messages: { name: NAME } },
  { input: {}, messages: { name: 'Name is required.' } },
]);
