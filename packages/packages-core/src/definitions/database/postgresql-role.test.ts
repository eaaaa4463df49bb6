import { expect, test } from 'vitest';
import { compile } from '../../dsl/compile';
import { parseInput } from '../../dsl/input';
import { installationRow, references } from '../../dsl/conformance/sample-installations';
import { factsOf } from '../../dsl/conformance/samples';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import postgresql from './postgresql';
import role from './postgresql-role';

const PASSWORD = 'correct-horse-battery';
const parent = installationRow(postgresql, { version: '17', port: 5433 });
const app = { name: 'app', password: PASSWORD };
const logsIn = { 'Verifying installation': ['psql -h 127.0.0.1 -p 5433 -U app postgres'] };
const created = 'ALTER ROLE app LOGIN NOCREATEDB PASSWORD ‹password›';

testPlans(
  role,
  [
    {
      name: 'creating',
      kind: 'install',
      input: app,
      plan: { 'Checking the system': ['\\du app'], 'Creating role app': [created], ...logsIn },
    },
    {
      name: 'creating with rights in databases of others',
      kind: 'install',
      input: { ...app, createDatabases: true, reads: ['shop', 'news'], writes: ['shop'] },
      plan: {
        'Checking the system': ['\\du app'],
        'Creating role app': [
          'ALTER ROLE app LOGIN CREATEDB PASSWORD ‹password›',
          'GRANT CONNECT and SELECT, INSERT, UPDATE, DELETE on what is in shop TO app',
          'GRANT CONNECT and SELECT on what is in news TO app',
        ],
        ...logsIn,
      },
    },
    {
      name: 'rights that are no longer wanted are taken away',
      kind: 'install',
      input: { ...app, reads: ['news'] },
      installed: { ...app, reads: ['shop'], writes: ['news'] },
      plan: {
        'Creating role app': [
          created,
          'GRANT CONNECT and SELECT on what is in news TO app',
          'REVOKE ALL on what is in shop FROM app',
        ],
        ...logsIn,
      },
    },
    {
      name: 'changing the password',
      kind: 'rotate_password',
      input: { password: 'another-horse-battery' },
      installed: app,
      plan: {
        'Applying new password': ['ALTER ROLE app LOGIN NOCREATEDB PASSWORD ‹options.password›'],
        ...logsIn,
      },
    },
    {
      name: 'dropping',
      kind: 'uninstall',
      input: {},
      installed: { ...app, reads: ['shop'] },
      plan: {
        'Checking the system': ['SELECT FROM pg_shdepend of app'],
        'Removing role app': ['REVOKE ALL on what is in shop FROM app', 'DROP ROLE app'],
        'Verifying removal': ['\\du app'],
      },
    },
    {
      name: 'keeping',
      kind: 'uninstall',
      input: { keep: true },
      installed: app,
      plan: { 'Verifying removal': ['nothing is done to the role app'] },
    },
  ],
  { parent },
);

testRefusals(role, [
  {
    input: { name: "x'; DROP", password: 'short', reads: ['$(id)'] },
    messages: {
      name: 'Name has lower-case letters, digits and underscores, and begins with a letter.',
      password: 'Password must be at least 16 characters long.',
      'reads.0': 'Database has lower-case letters, digits and underscores, and begins with a letter.',
    },
  },
]);

test.each(['postgres', 'public', 'pg_monitor'])('the role %s is not taken over', (name) => {
  const parsed = parseInput(role, { ...app, name });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const server = factsOf('debian-12');
  const request = { definition: role, operation: 'install', input: parsed.input, server };
  expect(compile({ ...request, ...references({ parent }) }).milestones[0]?.states[0]?.label).toBe(
    `Not possible: PostgreSQL keeps the name ${name} for itself. Choose another one`,
  );
});
