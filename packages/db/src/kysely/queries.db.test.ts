import { afterAll, beforeAll, expect, expectTypeOf, inject, test } from 'vitest';
import { createDatabase, modelTransaction, transaction } from '../client';
import type { Transaction } from '../client';
import { isUniqueViolation } from '../errors';
import { json, msAgo, msFromNow, NOW } from './expressions';

const db = createDatabase(inject('databaseUrl'), { poolSize: 4 });
afterAll(() => db.$disconnect());

const AT = new Date('2026-11-28T19:40:00.123Z');
const BYTES = Uint8Array.from([0, 255, 10]);
const FACTS = { os: 'debian', version: '13' } as never;

beforeAll(async () => {
  await db.kysely
    .insertInto('servers')
    .values({ id: 's', name: 'web-1', address: '::1', createdBy: 'a', factsAt: AT, facts: json(FACTS) })
    .execute();
  await db.kysely
    .insertInto('serverLogins')
    .values({ serverId: 's', username: 'root', sealed: BYTES })
    .execute();
});

/** One of each type of column, there and back. */
async function everything(tx: Transaction): Promise<unknown> {
  const login = await tx.kysely
    .selectFrom('serverLogins')
    .innerJoin('servers', 'servers.id', 'serverLogins.serverId')
    .select(['serverLogins.sealed', 'servers.factsAt', 'servers.facts', 'servers.status', 'servers.practice'])
    .select(['servers.machineId', 'servers.port'])
    .where('servers.factsAt', '=', AT)
    .executeTakeFirstOrThrow();
  await tx.kysely.deleteFrom('rateLimits').execute();
  const written = await tx.kysely
    .insertInto('rateLimits')
    .values({ id: '1', key: 'k', count: 1, lastRequest: 2n ** 53n + 1n })
    .returning('lastRequest')
    .executeTakeFirst();
  return { ...login, sealed: [...login.sealed], ...written };
}

const EVERYTHING = {
  ...{ sealed: [...BYTES], factsAt: AT, facts: FACTS, status: 'awaiting_confirmation', practice: false },
  ...{ machineId: null, port: 22, lastRequest: 2n ** 53n + 1n },
};

test('values are read as the types say: by the database, in a transaction, and in one with models', async () => {
  expect(await everything(db)).toEqual(EVERYTHING);
  expect(await transaction(db, everything)).toEqual(EVERYTHING);
  expect(await modelTransaction(db, everything)).toEqual(EVERYTHING);
});

const CHECK = { serverId: 's', packageId: 'nginx', kind: 'install', planHash: 'h', input: json({}) } as const;

test('a list in a column of type jsonb stays a list, and its keys stay as they are', async () => {
  const milestones = [{ id: 'a', label: 'A', states: [], snake_key: 1, camelKey: 2 }];
  await db.kysely
    .insertInto('planChecks')
    .values({ ...CHECK, id: 'p', milestones: json(milestones) })
    .execute();
  const read = await db.kysely
    .selectFrom('planChecks')
    .select('milestones')
    .where('id', '=', 'p')
    .executeTakeFirst();
  expect(read?.milestones).toEqual(milestones);
  expectTypeOf(read?.milestones[0]?.label).toEqualTypeOf<string | undefined>();
});

test('a value of a column of type jsonb is not written without saying so', () => {
  // @ts-expect-error the driver would make an array of PostgreSQL's of it
  db.kysely.insertInto('planChecks').values({ ...CHECK, id: 'q', milestones: [] });
  expect(
    db.kysely
      .insertInto('planChecks')
      .values({ ...CHECK, id: 'q', milestones: json([]) })
      .compile().sql,
  ).toContain('::jsonb');
});

test('the number of changed rows is known, in a transaction with models too', async () => {
  const rename = (tx: Transaction) =>
    tx.kysely.updateTable('servers').set({ address: '::2' }).where('id', '=', 's').executeTakeFirst();
  expect((await rename(db)).numUpdatedRows).toBe(1n);
  expect((await modelTransaction(db, rename)).numUpdatedRows).toBe(1n);
});

test('a statement is prepared once for each connection, under the name of its text', async () => {
  const names = await transaction(db, async (tx) => {
    const query = (id: string) => tx.kysely.selectFrom('plans').select('format').where('hash', '=', id);
    await query('one').execute();
    await query('two').execute();
    return tx.$queryRaw<{ name: string }[]>`
      select name from pg_prepared_statements where statement = ${query('three').compile().sql}`;
  });
  expect(names).toEqual([{ name: expect.stringMatching(/^milepost_/) as string }]);
});

test('statements of a transaction are part of it', async () => {
  const add = async (tx: Transaction): Promise<never> => {
    await tx.kysely.insertInto('workers').values({ id: 'half' }).execute();
    throw new Error('thought better of it');
  };
  await expect(transaction(db, add)).rejects.toThrow('thought better of it');
  await expect(modelTransaction(db, add)).rejects.toThrow('thought better of it');
  expect(await db.kysely.selectFrom('workers').selectAll().execute()).toEqual([]);
});

test('Kysely begins no transaction of its own: it would not have the limits of ours', () => {
  expect(db.kysely).not.toHaveProperty('transaction');
  expect(db.kysely).not.toHaveProperty('startTransaction');
});

test('an error is the driver’s', async () => {
  const twice = db.kysely
    .insertInto('workers')
    .values([{ id: 'w' }, { id: 'w' }])
    .execute();
  expect(isUniqueViolation(await twice.catch((error: unknown) => error))).toBe(true);
});

test('times are by the clock of the database', async () => {
  await db.kysely
    .insertInto('workers')
    .values({ id: 'clock', beatAt: NOW, stoppedAt: msFromNow(5_000), lostAt: msAgo(5_000) })
    .execute();
  const clock = await db.kysely
    .selectFrom('workers')
    .selectAll()
    .where('id', '=', 'clock')
    .executeTakeFirstOrThrow();
  const { beatAt, stoppedAt, lostAt } = clock;
  expect(Number(stoppedAt) - Number(beatAt)).toBeCloseTo(5_000, -2);
  expect(Number(beatAt) - Number(lostAt)).toBeCloseTo(5_000, -2);
});
