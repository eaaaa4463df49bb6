import type { Pool } from 'pg';
import { TransactionTimeout } from './errors';
import { createSqlExecutor } from './sql-executor';
import type { SqlExecutor } from './sql-executor';

/**
 * One transaction on a connection of the pool. After `limitMs` milliseconds its connection is ended, for a database that does not answer
 * would hold it for ever; PostgreSQL rolls it back then, though not before the statement that it is at. Only where that was the commit,
 * or the connection was lost in it, may it hold all the same.
 */
export async function runTransaction<T>(
  pool: Pool,
  limitMs: number,
  work: (tx: SqlExecutor) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let over: Error | undefined;
  const end = (error?: Error): void => {
    if (over) return;
    over = error ?? new Error('This transaction is over');
    clearTimeout(deadline);
    client.release(error); // with an error it is not used again
    if (!error) client.off('error', end);
  };
  client.on('error', end); // it would end the process
  const deadline = setTimeout(() => {
    end(new TransactionTimeout(`A transaction took more than ${limitMs} ms`));
  }, limitMs);
  const tx = createSqlExecutor((query) => (over ? Promise.reject(over) : client.query(query)));
  try {
    await client.query('begin');
    const result = await work(tx);
    const { command } = await client.query('commit');
    // So PostgreSQL answers, without an error, where one of its statements failed and `work` went on.
    if (command === 'ROLLBACK') throw new Error('A statement of this transaction failed');
    end();
    return result;
  } catch (error) {
    const lost = over;
    await client.query('rollback').then(() => {
      end();
    }, end);
    throw lost ?? error;
  }
}
