import { describe, expect, it } from 'vitest';

import { followUps, followUpsOfUnknown } from './follow-ups';

const usual = { install: 'Install', uninstall: 'Uninstall' };
const own = { install: 'Create', uninstall: 'Drop' };

const ended = (kind: string, other: Partial<Parameters<typeof followUps>[0]> = {}) =>
  followUps({
    ...{ id: 'op', kind, package: { id: 'redis', title: 'Redis' }, verbs: usual },
    installation: { id: 'one', title: 'Redis', parent: null },
    server: { id: 'web-1', name: 'web-1', removed: false },
    progress: { resource: { type: 'installation', id: 'one', status: 'failed' } } as Parameters<
      typeof followUps
    >[0]['progress'],
    ...other,
  });

const nothingLeft = { progress: { resource: null } as Parameters<typeof followUps>[0]['progress'] };
const database = {
  ...{ package: { id: 'postgresql_database', title: 'Database' }, verbs: own },
  installation: { id: 'shop', title: 'database shop', parent: { id: 'pg', title: 'PostgreSQL' } },
};

describe('what follows an operation that ended incomplete', () => {
  it('goes on with what is there', () => {
    expect(ended('install')).toEqual({
      finish: { label: 'Finish installing', href: '/installations/one/change?from=op' },
      restore: { label: 'Remove what was installed', href: '/installations/one/uninstall' },
    });
    expect(ended('uninstall').restore).toEqual({
      ...{ label: 'Put Redis back', href: '/installations/one/change' },
    });
  });

  it('begins anew on the server where nothing is left', () => {
    expect(ended('install', nothingLeft).finish.href).toBe('/catalog/redis/install?server=web-1&from=op');
  });

  it('begins anew in the parent where it lived in one', () => {
    expect(ended('install', { ...database, ...nothingLeft }).finish).toEqual({
      ...{ label: 'Try again', href: '/catalog/postgresql_database/install?parent=pg&from=op' },
    });
  });

  it('has the verbs of the package', () => {
    expect(ended('install', database).restore.label).toBe('Drop database shop');
    expect(ended('uninstall', database).restore.label).toBe('Put database shop back');
  });
});

it('what is unknown since a server was rebuilt is brought about or ended with the verbs of its package', () => {
  const { finish, restore } = followUpsOfUnknown({ id: 'one', verbs: own });
  expect([finish.label, restore.label]).toEqual(['Create again', 'Drop what is there']);
});
