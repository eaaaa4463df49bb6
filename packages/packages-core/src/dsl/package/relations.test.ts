import { describe, expect, test } from 'vitest';
import nginx from '../../definitions/web/nginx';
import site from '../testing/sample-packages/site';
import php from '../../definitions/language/php-fpm';
import postgresql from '../../definitions/database/postgresql';
import database from '../../definitions/database/postgresql-database';
import role from '../../definitions/database/postgresql-role';
import type { PackageDefinition } from './definition';
import { findRelations, requirementTitle } from './relations';
import type { FoundRelations, Relations, StoredRelation } from './relations';

const CATALOG = new Map<string, PackageDefinition>(
  [nginx, php, postgresql, database, role, site].map((each) => [each.id, each]),
);
const findPackage = (id: string) => CATALOG.get(id);

function stored(id: string, packageId: string, more: Partial<StoredRelation> = {}): StoredRelation {
  return {
    ...{ id, packageId, parentId: null, status: 'active', begunInput: null, completedInput: {} },
    ...{ version: '1', discovered: {}, ...more },
  };
}

const OTHERS = [
  stored('pg-17', 'postgresql', { completedInput: { version: '17', port: 5433 } }),
  stored('shop', 'postgresql_role', { parentId: 'pg-17', completedInput: { name: 'shop' } }),
  stored('web', 'nginx'),
  stored('unknown', 'not_in_the_catalog'),
];

const find = (
  request: Partial<Parameters<typeof findRelations>[0]> &
    Pick<Parameters<typeof findRelations>[0], 'definition'>,
): FoundRelations => findRelations({ input: {}, parentId: null, others: OTHERS, findPackage, ...request });

function found(answer: FoundRelations): Relations {
  if (!answer.ok) throw new Error(JSON.stringify(answer.missing));
  return answer.relations;
}

describe('the relations of an installation', () => {
  test('are its parent, and what its form chooses with all that those refer to', () => {
    const asked = { definition: database, input: { name: 'shop', owner: 'shop' }, parentId: 'pg-17' };
    const { parent, required } = found(find(asked));
    expect(parent).toMatchObject({ id: 'pg-17', input: { port: 5433 } });
    expect(required.owner).toMatchObject({ id: 'shop', parent: { id: 'pg-17' } });
  });

  test('are nothing where a package needs nothing', () => {
    expect(found(find({ definition: nginx }))).toEqual({ parent: null, required: {} });
  });

  test('are the first installation that is there of what is required, and null of what may be missing', () => {
    const { required } = found(find({ definition: site, input: {} }));
    expect(required).toMatchObject({ web: { id: 'web' }, php: null, certificate: null, database: null });
  });

  test.each<[string, Parameters<typeof find>[0], string]>([
    ['no parent', { definition: role, input: { name: 'x' } }, 'parent'],
    ['a parent of another package', { definition: role, parentId: 'web' }, 'parent'],
    ['a parent that is in no catalog', { definition: role, parentId: 'unknown' }, 'parent'],
    ['a choice that is gone', { definition: database, input: { owner: 'gone' }, parentId: 'pg-17' }, 'owner'],
    ['an optional choice that is gone', { definition: site, input: { php: 'gone' } }, 'php'],
    ['a choice of another package', { definition: site, input: { php: 'web' } }, 'php'],
    [
      'what is required and failed',
      { definition: site, others: [stored('web', 'nginx', { status: 'failed' })] },
      'web',
    ],
  ])('are missing: %s', (_what, request, missing) => {
    expect(find(request)).toMatchObject({ ok: false, missing: { role: missing } });
  });

  test('are what is there for an uninstall, whatever its status, and nothing is missing', () => {
    const failed = [stored('web', 'nginx', { status: 'failed' })];
    const { required } = found(
      find({ definition: site, input: { php: 'gone' }, others: failed, lenient: true }),
    );
    expect(required).toMatchObject({ web: { id: 'web' }, php: null });
    expect(found(find({ definition: role, input: {}, lenient: true })).parent).toBe(null);
  });

  test('are missing where what was chosen has lost what it chose itself, or has not begun', () => {
    const orphan = stored('db', 'postgresql_database', {
      parentId: 'pg-17',
      completedInput: { name: 'shop', owner: 'gone' },
    });
    const asked = { definition: site, input: { database: 'db' }, others: [...OTHERS, orphan] };
    expect(find(asked)).toMatchObject({ ok: false, missing: { role: 'database' } });
    const pending = [stored('pg-17', 'postgresql', { completedInput: null })];
    expect(find({ definition: role, parentId: 'pg-17', others: pending })).toMatchObject({ ok: false });
  });

  test('end somewhere, also where rows go in a circle', () => {
    const circle = [
      stored('a', 'postgresql_role', { parentId: 'b' }),
      stored('b', 'postgresql', { parentId: 'a', completedInput: { version: '17' } }),
    ];
    const { parent } = found(find({ definition: role, parentId: 'b', others: circle }));
    expect(parent?.id).toBe('b');
  });
});

test('what is required is named by its packages, or by what they provide', () => {
  const named = (packageIds: string[], capability: string | null = null) =>
    requirementTitle({ packageIds, capability }, findPackage);
  expect(named(['postgresql'])).toBe('PostgreSQL');
  expect(named(['nginx', 'php_fpm', 'apache'])).toBe('nginx or PHP-FPM or apache');
  expect(named([], 'fastcgi')).toBe('fastcgi');
});
