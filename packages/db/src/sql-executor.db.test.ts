import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase, modelTransaction, transaction } from './client';
import type { Transaction } from './client';
import { isUniqueViolation } from './errors';
import { Prisma } from './generated/client';

const db = createDatabase(inject('databaseUrl'), { poolSize: 4 });
afterAll(() => db.$disconnect());

const AT = new Date('2026-11-28T19:40:00.123Z');
const BYTES = Uint8Array.from([0, 255, 10]);

/** One of each type that our rows have, there and back. */
const everything = async (tx: Transaction): Promise<unknown> => {
  const [row] = await tx.$queryRaw<Record<string, unknown>[]>`
    select ${1}::int as int, ${2n ** 53n + 1n}::bigint as bigint, ${0.5}::float8 as float, ${true}::boolean as bool, ${'ü'} as text,
      ${AT}::timestamptz as at, ${BYTES}::bytea as bytes, ${JSON.stringify({ a: [1] })}::jsonb as json, ${null}::text as nothing,
      ${['a', 'b']}::text[] as texts, ${[1, 2]}::int[] as ints, 'root'::credential_kind as word`;
  return row && { ...row, bytes: [...(row.bytes as Uint8Array)] };
};

test('values are read as Prisma reads them, in a transaction and by themselves', async () => {
  const expected = {
    ...{ int: 1, bigint: 2n ** 53n + 1n, float: 0.5, bool: true, text: 'ü', at: AT, bytes: [...BYTES] },
    ...{ json: { a: [1] }, nothing: null, texts: ['a', 'b'], ints: [1, 2], word: 'root' },
  };
  expect(await everything(db)).toEqual(expected);
  expect(await transaction(db, everything)).toEqual(expected);
});

test('what goes by the driver is as Prisma reads it', async () => {
  const prisma = modelTransaction(db, everything); // its statements are Prisma's own
  expect(await prisma).toEqual(await everything(db));
});

test('statements of a transaction with models are part of it, and need no second connection', async () => {
  const one = createDatabase(inject('databaseUrl'), { poolSize: 1 });
  const failing = modelTransaction(one, async (tx) => {
    await tx.$executeRaw`insert into plans (hash, format, body) values ('half', 1, '{}')`;
    expect(await tx.plan.count({ where: { hash: 'half' } })).toBe(1);
    throw new Error('thought better of it');
  });
  await expect(failing).rejects.toThrow('thought better of it');
  expect(await one.plan.count({ where: { hash: 'half' } })).toBe(0);
  await one.$disconnect();
});

test('a database that never used a model lets go of its connections, too', async () => {
  const one = createDatabase(inject('databaseUrl'), { applicationName: 'lets-go' });
  const connections = () => db.$queryRaw`select 1 from pg_stat_activity where application_name = 'lets-go'`;
  await one.$queryRaw`select 1`;
  expect(await connections()).toHaveLength(1);
  await one.$disconnect();
  await expect.poll(connections).toHaveLength(0);
});

test('a statement may be put together of parts', async () => {
  const parts = Prisma.join([Prisma.sql`${1}::int`, Prisma.sql`${2}::int`], ' + ');
  expect(await db.$queryRaw(Prisma.sql`select ${parts} as sum`)).toEqual([{ sum: 3 }]);
});

test('a unique index that is against it is known', async () => {
  const twice = db.$executeRaw`
    insert into plans (hash, format, body) values ('twice', 1, '{}'), ('twice', 1, '{}')`;
  expect(isUniqueViolation(await twice.catch((error: unknown) => error))).toBe(true);
  const malformed = db.$executeRaw`select ${'x'}::int`;
  expect(isUniqueViolation(await malformed.catch((error: unknown) => error))).toBe(false);
});
