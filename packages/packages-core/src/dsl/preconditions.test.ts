import { preconditionMessage } from '@milepost/contract/messages/errors/precondition-errors';
import { describe, expect, test } from 'vitest';
import type { ServerFacts } from '@milepost/contract/facts';
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
const define = (id: string, more: { requires?: string[]; conflicts?: string[] } = {}) => ({
  id,
  title: id.toUpperCase(),
  supports: ['debian-12'],
  requires: more.requires ?? [],
  conflicts: more.conflicts ?? [],
});
const all = [
  define('mysql', { conflicts: ['mariadb'] }),
  define('mariadb'),
  define('app', { requires: ['mysql'] }),
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
