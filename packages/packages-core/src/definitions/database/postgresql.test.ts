import { describe, expect, test } from 'vitest';
import { compile } from '../../dsl/compile';
import { choiceIssues } from '../../dsl/form/choice-issues';
import { parseFacts } from '../../dsl/facts/read-facts';
import { parseInput } from '../../dsl/input';
import { factsOf } from '../../dsl/conformance/samples';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import postgresql from './postgresql';

const HOME = '/etc/postgresql/17/main';
const NOTE = '# Written by Milepost. It asks before it replaces what was changed here by hand.';
const written = (...lines: string[]) =>
  [`write ${HOME}/conf.d/90-milepost.conf (0644 root:root)`, NOTE, ...lines, ''].join('\n');
const ACCEPTED = '/usr/lib/postgresql/17/bin/postgres -C port, SELECT FROM pg_hba_file_rules';
const INSTALLED = { version: '17' };

const checked = (port: number, add: readonly string[] = ['apt-get -s install postgresql-17']) => [
  `who listens on port ${port}`,
  'grep in postgresql.auto.conf',
  'dpkg --audit',
  'df',
  ...add,
  `look for edits of ${HOME}/conf.d/90-milepost.conf`,
];
const installed = {
  'Refreshing package lists': ['apt-get update'],
  'Installing PostgreSQL 17': [
    'apt-get install --no-install-recommends postgresql-17',
    'pg_createcluster --locale C.UTF-8 -e UTF8 17 main, unless it is there',
  ],
};
const started = {
  'Starting PostgreSQL 17': [
    'systemctl enable postgresql@17-main && systemctl restart postgresql@17-main',
    'systemctl reload postgresql@17-main',
  ],
};
const verified = (port: number) => ({
  'Verifying installation': [`connect to 127.0.0.1:${port}`, 'SHOW ALL'],
});
const without = 'remove the lines “clients” from /etc/postgresql/17/main/pg_hba.conf';
const gone = {
  'Verifying removal': ['dpkg-query -W postgresql-17', 'processes of postgresql@17-main.service'],
};

testPlans(postgresql, [
  {
    name: 'installing',
    kind: 'install',
    input: INSTALLED,
    plan: {
      'Checking the system': checked(5432),
      ...installed,
      'Configuring PostgreSQL 17': [
        written(
          ...['port = 5432', "listen_addresses = 'localhost'", 'max_connections = 100'],
          'shared_buffers = 128MB',
        ),
        without,
        `in ${HOME}/start.conf: auto`,
        ACCEPTED,
      ],
      ...started,
      ...verified(5432),
    },
  },
  {
    name: 'reachable from other computers, on another port',
    kind: 'install',
    input: {
      ...{ version: '17', port: 5433, listen: 'network', addresses: ['10.0.0.5', 'fd00::5'] },
      ...{ clients: ['10.0.0.0/8', 'fd00::/8'], maxConnections: 200, sharedBuffersMb: 512 },
    },
    installed: INSTALLED,
    plan: {
      'Checking the system': checked(5433),
      ...installed,
      'Configuring PostgreSQL 17': [
        written(
          ...['port = 5433', "listen_addresses = 'localhost, 10.0.0.5, fd00::5'", 'max_connections = 200'],
          'shared_buffers = 512MB',
        ),
        `in ${HOME}/pg_hba.conf, between two comments “clients”:\nhost all all 10.0.0.0/8 scram-sha-256\nhost all all fd00::/8 scram-sha-256\n`,
        `in ${HOME}/start.conf: auto`,
        ACCEPTED,
      ],
      ...started,
      ...verified(5433),
    },
  },
  {
    name: 'from PostgreSQL’s own repository',
    kind: 'install',
    input: { ...INSTALLED, repository: 'pgdg' },
    system: 'debian-12',
    plan: {
      'Checking the system': checked(5432, []),
      'Adding the repository of PostgreSQL 17': [
        'mp_use_repository pgdg postgresql-17',
        expect.stringMatching(/^write \/etc\/apt\/keyrings\/pgdg\.asc/) as string,
        [
          'write /etc/apt/sources.list.d/pgdg.sources (0644 root:root)',
          'Types: deb',
          'URIs: https://apt.postgresql.org/pub/repos/apt',
          'Suites: bookworm-pgdg',
          'Components: main',
          'Signed-By: /etc/apt/keyrings/pgdg.asc',
          '',
          'the package lists are to be refreshed',
        ].join('\n'),
      ],
      ...installed,
      'Configuring PostgreSQL 17': [
        expect.stringContaining('port = 5432') as string,
        without,
        `in ${HOME}/start.conf: auto`,
        ACCEPTED,
      ],
      ...started,
      ...verified(5432),
    },
  },
  {
    name: 'updating',
    kind: 'update',
    input: {},
    installed: INSTALLED,
    plan: {
      'Checking the system': ['dpkg --audit', 'apt-get -s install --only-upgrade postgresql-17'],
      'Refreshing package lists': ['apt-get update'],
      'Updating PostgreSQL 17': ['apt-get install --only-upgrade postgresql-17'],
      'Configuring PostgreSQL 17': [ACCEPTED],
      ...started,
      ...verified(5432),
    },
  },
  {
    name: 'restarting',
    kind: 'restart',
    input: {},
    installed: INSTALLED,
    plan: {
      'Checking the system': [ACCEPTED],
      'Restarting PostgreSQL 17': ['systemctl restart postgresql@17-main'],
      'Verifying installation': [expect.stringContaining('postgresql@17-main') as string],
    },
  },
  {
    name: 'uninstalling keeps the data and the configuration',
    kind: 'uninstall',
    input: {},
    installed: INSTALLED,
    plan: {
      'Checking the system': ['apt-get -s remove postgresql-17'],
      'Stopping PostgreSQL 17': ['systemctl stop postgresql@17-main'],
      'Removing PostgreSQL 17': ['apt-get remove postgresql-17'],
      'Cleaning up': ['conf.d/90-milepost.conf', 'pg_hba.conf', 'start.conf'].map(
        (name) => `put the former ${HOME}/${name} back`,
      ),
      ...gone,
    },
  },
  {
    name: 'uninstalling with the data dumps it first',
    kind: 'uninstall',
    input: { removeData: true },
    installed: { ...INSTALLED, repository: 'pgdg' },
    plan: {
      'Checking the system': ['pg_lsclusters', 'pg_isready', 'apt-get -s remove postgresql-17'],
      'Backing up the databases of PostgreSQL 17': [
        'pg_dump --format=custom of each database, pg_dumpall --globals-only >/var/backups/postgresql/17-main-‹time›/roles.sql',
      ],
      'Stopping PostgreSQL 17': ['systemctl stop postgresql@17-main'],
      'Removing PostgreSQL 17': ['apt-get purge postgresql-17'],
      'Removing data': [
        'rm -rf --one-file-system -- /var/lib/postgresql/17/main',
        'rm -rf --one-file-system -- /etc/postgresql/17',
        'rm -rf --one-file-system -- /var/log/postgresql/postgresql-17-main.log',
      ],
      'Cleaning up': [
        'mp_release_repository pgdg postgresql-17',
        ...['preferences.d/pgdg.pref', 'sources.list.d/pgdg.sources', 'keyrings/pgdg.asc'].map(
          (name) =>
            `put the former /etc/apt/${name} back, or remove it\nthe package lists are to be refreshed`,
        ),
      ],
      ...gone,
    },
  },
]);

const CLIENTS = 'Clients are networks such as 10.0.0.0/8, or single addresses such as 192.0.2.7/32.';
const ADDRESSES = 'Addresses are IP addresses of this server, such as 192.0.2.10.';
testRefusals(postgresql, [
  {
    input: { version: '17; id', port: 0, listen: 'x', maxConnections: 1, sharedBuffersMb: 1 },
    messages: {
      version: 'Version must be a number, such as 17.',
      port: 'Port must be at least 1.',
      listen: 'Reachable from must be one of loopback, network.',
      maxConnections: 'Most connections must be at least 10.',
      sharedBuffersMb: 'Shared buffers must be at least 16.',
    },
  },
  {
    input: {
      ...{ version: '17', listen: 'network' },
      addresses: ["127.0.0.1'", '$(id)', '256.1.1.1', '::1', '*'],
      clients: [
        '10.0.0.0/33',
        'all',
        '10.0.0.5',
        '::/0',
        '0.0.0.0/0 trust',
        '1.1.1.1/8\nhost all all all trust',
      ],
    },
    messages: {
      'addresses.0': ADDRESSES,
      'addresses.1': ADDRESSES,
      'addresses.2': ADDRESSES,
      'addresses.4': ADDRESSES,
      'clients.0': CLIENTS,
      'clients.1': CLIENTS,
      'clients.2': CLIENTS,
      'clients.4': CLIENTS,
      'clients.5': 'Network must be one line.',
    },
  },
  { input: {}, messages: { version: 'Version is required.' } },
]);

const planOf = (input: Record<string, unknown>, more: Partial<Parameters<typeof compile>[0]> = {}) => {
  const parsed = parseInput(postgresql, input);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const server = factsOf('debian-12');
  return compile({ definition: postgresql, operation: 'install', input: parsed.input, server, ...more });
};
const refusals = (...args: Parameters<typeof planOf>) =>
  planOf(...args).milestones[0]?.states.flatMap(
    ({ label }) => /^Not possible: (.*)$/.exec(label)?.slice(1) ?? [],
  );

describe('the version', () => {
  const outputs = { 'choices.install.version': 'postgresql-15\n', 'facts.offered': 'postgresql-15\n' };
  const { choices, facts, discovered } = parseFacts(postgresql, null, outputs);

  test('is one that the server offers, or one of PostgreSQL’s own repository', () => {
    expect(choices.install?.version?.map(({ label }) => label)).toEqual([
      '15',
      ...['18', '17', '16', '14'].map((version) => `${version} (PostgreSQL’s own repository)`),
    ]);
    expect(choiceIssues(postgresql, { input: { version: '9' } }, choices)).toHaveLength(1);
  });

  test('is refused where the chosen repository does not have it', () => {
    const known = { facts, discovered: { metapackages: [], ...discovered } };
    expect(refusals({ version: '17' }, known)).toEqual([
      'The repositories of this server do not have PostgreSQL 17. Choose PostgreSQL’s own repository, or another version',
    ]);
    expect(refusals({ version: '17', repository: 'pgdg' }, known)).toEqual([]);
    expect(refusals({ version: '15' }, known)).toEqual([]);
  });
});

test('shared buffers of more than half of the memory are refused', () => {
  expect(refusals({ version: '15', sharedBuffersMb: 1024 })).toEqual([]);
  expect(refusals({ version: '15', sharedBuffersMb: 1025 })).toEqual([
    'Shared buffers of 1025 MB are more than half of this server’s memory of 2048 MB. Choose less',
  ]);
});

test('a package that only brings this version is removed with it', () => {
  const discovered = { metapackages: ['postgresql', 'postgresql-contrib'] };
  const { milestones } = planOf({ version: '15' }, { operation: 'uninstall', facts: {}, discovered });
  expect(milestones.find(({ id }) => id === 'remove_packages')?.states[0]?.apply.display).toBe(
    'apt-get remove postgresql-15 postgresql postgresql-contrib',
  );
});

test('a change back to the distribution gives the repository up, in which nothing else is interested', () => {
  const former = parseInput(postgresql, { version: '15', repository: 'pgdg' });
  const { milestones } = planOf(
    { version: '15' },
    { installed: { input: former.ok ? former.input : {}, version: '15' } },
  );
  expect(milestones.find(({ id }) => id === 'clean_up')?.states.map(({ id }) => id)).toContain(
    'repository_absent_pgdg',
  );
});
