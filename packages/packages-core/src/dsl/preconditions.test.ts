import { preconditionMessage } from '@milepost/contract/messages/errors/precondition-errors';
import { describe, expect, test } from 'vitest';
import type { ServerFacts } from '@milepost/contract/facts';
import type { PlannedRequirement } from '@milepost/contract/plan';
import type { InstallationStatus } from '@milepost/contract/statuses';
import { tcp } from './package/listen';
import { checkPreconditions } from './preconditions';
import type { PreconditionContext } from './preconditions';

const facts: ServerFacts = {
  os: 'debian',
  version: '12',
  codename: 'bookworm',
  prettyName: 'Debian GNU/Linux 12 (bookworm)',
  arch: 'amd64',
  kernel: '6.1',
  cpus: 1,
  memory: 1,
  disk: { total: 1, free: 1 },
  machineId: 'm',
  systemd: true,
};
const needs = (packageIds: string[], more: Partial<PlannedRequirement> = {}): PlannedRequirement => ({
  ...{ role: 'it', packageIds, capability: null, optional: false },
  ...more,
});
type Guards = PreconditionContext['definition'];
const define = (id: string, more: Partial<Guards> = {}): Guards => ({
  ...{ id, title: id.toUpperCase(), supports: ['debian-12'], requirements: [], conflicts: [] },
  ...more,
});
const all = [
  define('mysql', { conflicts: ['mariadb'] }),
  define('mariadb'),
  define('app', { requirements: [needs(['mysql'])] }),
  define('proxy', { requirements: [needs(['nginx', 'apache'])] }),
  define('nginx', { provides: ['web'], conflicts: ['other_web'] }),
  define('apache', { provides: ['web', 'other_web'] }),
  define('forum', { requirements: [needs([], { capability: 'web' })] }),
  define('rule', { requirements: [needs(['nginx'], { role: 'parent', endsWithRequired: true })] }),
  define('cache', { requirements: [needs(['mysql'], { optional: true })] }),
];
const find = (id: string) => all.find((definition) => definition.id === id);

const cases: [string, Partial<PreconditionContext> & { packageId: string }, string | null][] = [
  ['nothing is against it', { packageId: 'mysql' }, null],
  ['another system', { packageId: 'mysql', facts: { ...facts, version: '11' } }, 'MYSQL can be installed on'],
  [
    'a definition that is gone, of which the plan kept its guards',
    { packageId: 'mysql', definition: { ...define('mysql'), supports: null }, facts: null },
    null,
  ],
  ['unknown facts', { packageId: 'mysql', facts: null }, 'is not known'],
  [
    'a conflict',
    { packageId: 'mysql', installed: [{ packageId: 'mariadb', status: 'active' }] },
    'alongside MARIADB',
  ],
  [
    'a conflict that the other side declares',
    { packageId: 'mariadb', installed: [{ packageId: 'mysql', status: 'failed' }] },
    'alongside MYSQL',
  ],
  [
    'a conflict that waits',
    { packageId: 'mysql', installed: [{ packageId: 'mariadb', status: 'pending' }] },
    null,
  ],
  [
    'a conflict of which nothing is known since the server was rebuilt',
    { packageId: 'mysql', installed: [{ packageId: 'mariadb', status: 'unknown' }] },
    null,
  ],
  [
    'a requirement of which nothing is known since the server was rebuilt',
    { packageId: 'app', installed: [{ packageId: 'mysql', status: 'unknown' }] },
    'APP needs MYSQL',
  ],
  ['a requirement that is missing', { packageId: 'app' }, 'APP needs MYSQL'],
  [
    'a requirement half there',
    { packageId: 'app', installed: [{ packageId: 'mysql', status: 'failed' }] },
    'APP needs',
  ],
  [
    'a requirement that is there',
    { packageId: 'app', installed: [{ packageId: 'mysql', status: 'active' }] },
    null,
  ],
  [
    'an uninstall of what is needed',
    { kind: 'uninstall', packageId: 'mysql', installed: [{ packageId: 'app', status: 'active' }] },
    'APP depends on MYSQL',
  ],
  [
    'a plan from before there were requirements',
    {
      packageId: 'app',
      definition: { ...{ id: 'app', title: 'APP', conflicts: [] }, requires: ['mysql'], supports: null },
    },
    'APP needs MYSQL',
  ],
  ['one of two requirements that is missing', { packageId: 'proxy' }, 'PROXY needs NGINX or APACHE'],
  [
    'one of two requirements that is there',
    { packageId: 'proxy', installed: [{ packageId: 'apache', status: 'active' }] },
    null,
  ],
  ['a capability that nothing provides', { packageId: 'forum' }, 'FORUM needs web'],
  [
    'a capability that something provides',
    { packageId: 'forum', installed: [{ packageId: 'nginx', status: 'active' }] },
    null,
  ],
  ['an optional requirement that is missing', { packageId: 'cache' }, null],
  [
    'a conflict with what another package provides',
    { packageId: 'nginx', installed: [{ packageId: 'apache', status: 'active' }] },
    'alongside APACHE',
  ],
  [
    'another operation where a requirement is missing',
    { kind: 'deploy', packageId: 'app', facts: null },
    'APP needs MYSQL',
  ],
  [
    'an uninstall of one of two that are there',
    {
      ...{ kind: 'uninstall', packageId: 'nginx' },
      installed: [
        { packageId: 'proxy', status: 'active' },
        { packageId: 'apache', status: 'active' },
      ],
    },
    null,
  ],
  [
    'an uninstall of the last provider',
    { kind: 'uninstall', packageId: 'nginx', installed: [{ packageId: 'forum', status: 'failed' }] },
    'FORUM depends on NGINX',
  ],
  [
    'an uninstall of a parent whose children end with it',
    { kind: 'uninstall', packageId: 'nginx', installed: [{ packageId: 'rule', status: 'active' }] },
    null,
  ],
  [
    'a file that belongs to another installation, also where that has failed',
    {
      ...{ packageId: 'nginx', owns: ['/etc/a', '/etc/shared'] },
      installed: [{ packageId: 'mysql', title: 'MySQL 8', status: 'failed', ownedPaths: ['/etc/shared'] }],
    },
    '/etc/shared belongs to MySQL 8 on this server. Uninstall that first, or change the settings of one of the two.',
  ],
  [
    'a port on which another installation listens',
    {
      ...{ packageId: 'nginx', listens: [tcp(80)] },
      installed: [{ packageId: 'mysql', status: 'active', listens: [tcp(80, { on: 'loopback' })] }],
    },
    'NGINX would listen on 80/tcp, and so does MYSQL',
  ],
  ['an uninstall where the facts are old', { kind: 'uninstall', packageId: 'mysql', facts: null }, null],
];

describe('guards', () => {
  test.each(cases)('%s', (_name, { packageId, ...rest }, sentence) => {
    const definition = find(packageId);
    if (!definition) throw new Error(packageId);
    const answer = checkPreconditions({
      kind: 'install',
      definition,
      facts,
      installed: [],
      findPackage: find,
      ...rest,
    });
    if (sentence === null) expect(answer).toBeNull();
    else expect(answer && preconditionMessage(answer)).toContain(sentence);
  });
});

describe('what lives in an installation', () => {
  const catalog = [
    define('postgresql'),
    define('database', { requirements: [needs(['postgresql'], { role: 'parent' })] }),
    define('extension', {
      requirements: [needs(['postgresql'], { role: 'parent', endsWithRequired: true })],
    }),
  ];
  const uninstall = (parentId: string, packageId = 'database') =>
    checkPreconditions({
      ...{ kind: 'uninstall', definition: define('postgresql'), installationId: 'one', facts },
      installed: [
        { packageId: 'postgresql', status: 'active' },
        { packageId, title: 'Database shop', parentId, status: 'active' },
      ],
      findPackage: (id) => catalog.find((each) => each.id === id),
    });

  test('prevents its uninstall, and is named', () => {
    expect(uninstall('one')).toEqual({
      ...{ code: 'has_children', package: 'POSTGRESQL' },
      children: ['Database shop'],
    });
  });

  test('does not prevent that of another installation of the package', () => {
    expect(uninstall('two')).toBeNull();
  });

  test('does not prevent it where it ends with it', () => {
    expect(uninstall('one', 'extension')).toBeNull();
  });

  test('is named with all others, by title, and the installation by its own', () => {
    const child = (title: string, status: InstallationStatus = 'active') => ({
      ...{ packageId: 'database', title, parentId: 'one', status },
    });
    const problem = checkPreconditions({
      ...{ kind: 'uninstall', definition: define('postgresql'), installationId: 'one', facts },
      title: 'PostgreSQL 17',
      installed: [child('Database 10'), child('Database 9'), child('Database 8', 'pending')],
      findPackage: (id) => catalog.find((each) => each.id === id),
    });
    expect(problem).toEqual({
      ...{ code: 'has_children', package: 'PostgreSQL 17' },
      children: ['Database 9', 'Database 10'],
    });
  });
});

describe('an installation that another one chose', () => {
  const catalog = [
    define('role'),
    define('database', { requirements: [needs(['role'], { role: 'owner' })] }),
  ];
  const uninstall = (installationId: string) =>
    checkPreconditions({
      ...{ kind: 'uninstall', definition: define('role'), installationId, title: 'role app', facts },
      installed: [
        { packageId: 'role', status: 'active', parentId: 'parent' },
        {
          packageId: 'database',
          title: 'database shop',
          parentId: 'parent',
          status: 'active',
          chosen: ['app'],
        },
      ],
      findPackage: (id) => catalog.find((each) => each.id === id),
    });

  test('is not uninstalled before that one, although others of its package are there', () => {
    expect(uninstall('app')).toEqual({
      ...{ code: 'required_by_other', package: 'role app' },
      dependent: 'database shop',
    });
  });

  test('does not keep another one of its package', () => {
    expect(uninstall('reader')).toBeNull();
  });
});
