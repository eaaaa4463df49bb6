import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { statementName } from './statement-name';
import { createSqlExecutor } from './sql-executor';
import type { SqlExecutor } from './sql-executor';
import { createPrismaQueries } from './kysely/create-prisma-queries';
import { runTransaction } from './run-transaction';
import { PrismaClient } from './generated/client';
import type { Prisma } from './generated/client';

/** Prisma's models, and statements by the driver. */
export type Database = Omit<PrismaClient, keyof SqlExecutor> & SqlExecutor;
/** What a unit of work gets: statements, which together hold or do not. */
export type Transaction = SqlExecutor;
/** The same for who works with models: everything but connecting and further transactions. */
export type ModelTransaction = Omit<Prisma.TransactionClient, keyof SqlExecutor> & SqlExecutor;

export interface DatabaseOptions {
  /** Connections kept at most; 10 when left out. */
  poolSize?: number;
  /** Shown in pg_stat_activity. */
  applicationName?: string;
}

const TRANSACTION_LIMITS = { maxWait: 5_000, timeout: 10_000 };
const CONNECT_TIMEOUT_MS = 5_000;
/**
 * With the driver's default of 10 seconds people who come back to the console would wait for new connections: each costs a process of
 * PostgreSQL, a check of the password, and planning all its statements again.
 */
const IDLE_TIMEOUT_MS = 10 * 60_000;
const KEEP_ALIVE_MS = 60_000;

/**
 * A pool of connections to PostgreSQL; connects with the first query. The session's time zone is UTC because
 * adapter-pg writes and reads timestamps without their offset.
 */
export function createDatabase(url: string, options: DatabaseOptions = {}): Database {
  const pool = new Pool({
    connectionString: url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    // So that a firewall between the two does not forget a connection that waits: those that do, do after minutes.
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    application_name: options.applicationName ?? 'milepost',
    options: '-c timezone=UTC',
  });
  pool.on('error', () => undefined); // a connection that waits was lost: the next statement gets another
  const adapter = new PrismaPg(pool, {
    statementNameGenerator: ({ sql }) => statementName(sql),
    disposeExternalPool: true,
  });
  const prisma = new PrismaClient({ adapter });
  const db: Database = withOverrides(prisma, {
    ...createSqlExecutor((query) => pool.query(query)),
    // Prisma ends the pool only where it has used it.
    $disconnect: async () => {
      await prisma.$disconnect();
      if (!pool.ending) await pool.end();
    },
  });
  pools.set(db, pool);
  return db;
}

/** Not written into Prisma's client: it makes its transactions from itself, and their statements would go past them. */
function withOverrides<Base extends object, Overrides extends object>(
  base: Base,
  overrides: Overrides,
): Omit<Base, keyof Overrides> & Overrides {
  return new Proxy(base, {
    get: (_, name): unknown => Reflect.get(Object.hasOwn(overrides, name) ? overrides : base, name),
  }) as unknown as Omit<Base, keyof Overrides> & Overrides;
}

const pools = new WeakMap<Database, Pool>();

function poolOf(db: Database): Pool {
  const pool = pools.get(db);
  if (!pool) throw new Error('This database was not made by createDatabase');
  return pool;
}

/**
 * One transaction of at most 10 seconds. Rows are locked in the order operation, installation, queue, outbox.
 * Whatever `work` throws rolls it back.
 */
export function transaction<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return runTransaction(poolOf(db), TRANSACTION_LIMITS.timeout, work);
}

/** The same for who works with models. */
export function modelTransaction<T>(db: Database, work: (tx: ModelTransaction) => Promise<T>): Promise<T> {
  return db.$transaction(
    (tx) => work(withOverrides(tx, { kysely: createPrismaQueries(tx) })),
    TRANSACTION_LIMITS,
  );
}
