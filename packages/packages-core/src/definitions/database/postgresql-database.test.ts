import { expect, test } from 'vitest';
import { compile } from '../../dsl/compile';
import { parseInput } from '../../dsl/input';
import { checkPreconditions } from '../../dsl/preconditions';
import { installationRow, references } from '../../dsl/conformance/sample-installations';
import { factsOf } from '../../dsl/conformance/samples';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import postgresql from './postgresql';
import database from './postgresql-database';
import role from './postgresql-role';

const parent = installationRow(postgresql, { version: '17', port: 5433 });
const owner = installationRow(role, { name: 'app', password: 'correct-horse-battery' }, { parent });
const shop = { name: 'shop', owner: owner.id };

testPlans(
  database,
  [
    {
      name: 'creating',
      kind: 'install',
      input: shop,
      plan: {
        'Creating database shop': ['CREATE DATABASE shop OWNER app ENCODING UTF8'],
        'Verifying installation': ['psql -h 127.0.0.1 -p 5433 -U app shop'],
      },
    },
    {
      name: 'removing keeps the database',
      kind: 'uninstall',
      input: {},
      installed: shop,
      plan: { 'Verifying removal': ['nothing is done to the database shop'] },
    },
    {
      name: 'dropping dumps it first',
      kind: 'uninstall',
      input: { removeData: true },
      installed: shop,
      plan: {
        'Backing up database shop': [
          'pg_dump --format=custom shop >/var/backups/postgresql/17-shop-‹time›.dump',
        ],
        'Removing database shop': ['DROP DATABASE shop'],
        'Verifying removal': ['\\l shop'],
      },
    },
  ],
  { parent, chosen: { owner } },
);

testRefusals(database, [
  {
    input: { name: 'Shop', owner: '../x', encoding: 'EBCDIC' },
    messages: {
      name: 'Name has lower-case letters, digits and underscores, and begins with a letter.',
      owner: 'Choose an installation.',
      encoding: 'Encoding must be one of UTF8, LATIN1, SQL_ASCII.',
    },
  },
]);

const refused = (name: string, of = parent) => {
  const parsed = parseInput(database, { ...shop, name });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const request = {
    definition: database,
    operation: 'install',
    input: parsed.input,
    server: factsOf('debian-12'),
  };
  const { milestones } = compile({ ...request, ...references({ parent: of, chosen: { owner } }) });
  return milestones[0]?.states[0]?.label;
};

test.each(['postgres', 'template1'])('the database %s is PostgreSQL’s own', (name) => {
  expect(refused(name)).toBe(
    `Not possible: PostgreSQL has the database ${name} for itself. Choose another name`,
  );
});

test('an owner of another PostgreSQL is refused', () => {
  const other = { ...installationRow(postgresql, { version: '15' }), id: 'other' };
  expect(refused('shop', other)).toBe('Not possible: The role app is one of PostgreSQL 17');
});

test('an uninstall of PostgreSQL is refused while there are databases and roles', () => {
  const definitions = [postgresql, database, role];
  const children = [
    ...['shop', 'news', 'wiki'].map((name) => ({ packageId: database.id, title: `database ${name}` })),
    ...['app', 'guest'].map((name) => ({ packageId: role.id, title: `role ${name}` })),
  ].map((child) => ({ ...child, parentId: 'pg', status: 'active' as const }));
  const problem = (installed: typeof children) =>
    checkPreconditions({
      ...{ kind: 'uninstall', definition: postgresql, installationId: 'pg', facts: null, installed },
      findPackage: (id) => definitions.find((each) => each.id === id),
    });
  for (const child of children) expect(JSON.stringify(problem([child]))).toContain(child.title);
  expect(problem(children)).not.toBeNull();
  expect(problem(children.map((child) => ({ ...child, parentId: 'other' })))).toBeNull();
});
