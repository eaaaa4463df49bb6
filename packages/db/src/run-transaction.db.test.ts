import { Pool } from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { SqlExecutor } from './sql-executor';
import { runTransaction } from './run-transaction';

const pool = new Pool({ connectionString: inject('databaseUrl'), max: 1 });
pool.on('error', () => undefined);
beforeAll(() => pool.query('create table kept (n int primary key)'));
afterAll(() => pool.end());

const within = <T>(work: (tx: SqlExecutor) => Promise<T>, limitMs = 10_000): Promise<T> =>
  runTransaction(pool, limitMs, work);
const insert = (tx: SqlExecutor, n: number): Promise<number> =>
  tx.$executeRaw`insert into kept values (${n})`;
const kept = async (): Promise<number[]> => {
  const { rows } = await pool.query<{ n: number }>('select n from kept order by n');
  return rows.map(({ n }) => n);
};

test('what was written holds, and the answer is that of the work', async () => {
  expect(await within((tx) => insert(tx, 1))).toBe(1);
  expect(await kept()).toEqual([1]);
});

test('what the work throws rolls it back, and the connection is used again', async () => {
  const failing = within(async (tx) => {
    await insert(tx, 2);
    throw new Error('thought better of it');
  });
  await expect(failing).rejects.toThrow('thought better of it');
  expect(await kept()).toEqual([1]);
});

test('a failed statement that the work ignores is an error: PostgreSQL would only roll back', async () => {
  const passing = within(async (tx) => {
    await insert(tx, 2);
    await insert(tx, 1).catch(() => undefined);
  });
  await expect(passing).rejects.toThrow('A statement of this transaction failed');
  expect(await kept()).toEqual([1]);
});

test('a statement after its end does not reach the connection, which is another’s by then', async () => {
  let leaked: SqlExecutor | undefined;
  await within((tx) => Promise.resolve((leaked = tx)));
  await expect(leaked && insert(leaked, 2)).rejects.toThrow('This transaction is over');
  expect(await kept()).toEqual([1]);
});

test('a transaction that takes too long is cut off in its statement, and the next one gets a connection', async () => {
  const slow = within(async (tx) => {
    await insert(tx, 3); // its lock is held as long as PostgreSQL sleeps
    await tx.$queryRaw`select pg_sleep(5)`;
  }, 200);
  await expect(slow).rejects.toThrow('A transaction took more than 200 ms');
  expect(await kept()).toEqual([1]);
});

test('a transaction that takes too long between two statements does not commit', async () => {
  const slow = within(async (tx) => {
    await insert(tx, 2);
    await new Promise((resolve) => setTimeout(resolve, 400));
  }, 200);
  await expect(slow).rejects.toThrow('A transaction took more than 200 ms');
  expect(await kept()).toEqual([1]);
});

test('a connection that is lost ends neither the process nor the pool', async () => {
  const cut = within(async (tx) => {
    await insert(tx, 2);
    await tx.$queryRaw`select pg_terminate_backend(pg_backend_pid())`;
  });
  await expect(cut).rejects.toThrow();
  expect(await kept()).toEqual([1]);
});
