import type { DatabaseProblem } from '@milepost/contract/errors/database-problem';
import { databaseErrorMessage } from '@milepost/contract/messages/errors/database-errors';
import { DatabaseError, isDatabaseAway } from '@milepost/db/errors';
import { AppError } from './app-error';
import type { AppErrorCode } from './app-error';
import { databaseAway } from './database-away';

/** Of those that are not a CONFLICT. */
const CODES: Partial<Record<DatabaseProblem['code'], AppErrorCode>> = {
  operation_not_found: 'NOT_FOUND',
  server_removed: 'NOT_FOUND',
  not_installed: 'PRECONDITION_FAILED',
  bad_cursor: 'BAD_REQUEST',
  server_has_open_operations: 'PRECONDITION_FAILED',
  request_expired: 'PRECONDITION_FAILED',
  request_failed: 'PRECONDITION_FAILED',
};

/** Turns errors of the database package, and a database that does not respond, into AppError; returns any other error as it is. */
export function fromDatabase(error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (isDatabaseAway(error)) return databaseAway(error);
  if (!(error instanceof DatabaseError)) return error;
  const { problem } = error;
  return new AppError(CODES[problem.code] ?? 'CONFLICT', databaseErrorMessage(problem), {
    cause: error,
    ...('operationId' in problem && { operationId: problem.operationId }),
  });
}
