import type { DatabaseProblem } from '@milepost/contract/errors/database-problem';
import pg from 'pg';

/**
 * What the rows do not allow. `message` has the code and its fields, for the log; people are shown the sentence of
 * `databaseErrorMessage` in contract/messages.
 */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly code: DatabaseProblem['code'];

  constructor(readonly problem: DatabaseProblem) {
    const { code, ...fields } = problem;
    super(`${code} ${JSON.stringify(fields)}`);
    this.code = code;
  }
}

/** A transaction that PostgreSQL did not finish in time. */
export class TransactionTimeout extends Error {
  override readonly name = 'TransactionTimeout';
}

/** Of Node's sockets, of PostgreSQL (it starts, stops or takes no more connections), and of Prisma for the same. */
const AWAY_CODES = new Set([
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'ETIMEDOUT',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EPIPE',
    'EHOSTUNREACH',
    'ENETUNREACH',
  ],
  ...['57P01', '57P02', '57P03', '53300', '08000', '08001', '08003', '08004', '08006'],
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2037'],
]);
/** What the driver says without a code. */
const AWAY_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;
const AWAY_KINDS = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
]);

/** Whether a statement failed because PostgreSQL could not be reached or did not answer, by the driver or by Prisma. */
export function isDatabaseAway(error: unknown): boolean {
  if (error === null || typeof error !== 'object') return false;
  const { code, originalCode, kind, message, cause, meta } = error as Record<string, unknown>;
  return (
    error instanceof TransactionTimeout ||
    [code, originalCode].some((known) => AWAY_CODES.has(String(known))) ||
    AWAY_KINDS.has(String(kind)) ||
    (typeof message === 'string' && AWAY_MESSAGES.test(message)) ||
    isDatabaseAway(cause) ||
    isDatabaseAway((meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError)
  );
}

/** Whether PostgreSQL refused a statement because a unique index was against it; not of statements that Prisma made. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505';
}

/** Whether another operation took the workflow id at the same moment: the next try finds it taken. */
export function isWorkflowIdTaken(error: unknown): boolean {
  return isUniqueViolation(error) && (error as pg.DatabaseError).constraint === 'operations_workflow_id_key';
}

/** Whether PostgreSQL refused a statement because a row that it names is not there. */
export function isForeignKeyViolation(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '23503';
}

/** Whether PostgreSQL ended a transaction because it and another one waited for each other. */
export function isDeadlock(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '40P01';
}
