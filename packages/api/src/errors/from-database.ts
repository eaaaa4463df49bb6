import { DatabaseError, isDatabaseAway } from '@milepost/db/errors';
import type { DatabaseErrorCode } from '@milepost/db/errors';
import { AppError } from './app-error';
import type { AppErrorCode } from './app-error';
import { databaseAway } from './database-away';

const CODES: Record<DatabaseErrorCode, AppErrorCode> = {
  operation_not_found: 'NOT_FOUND',
  operation_id_taken: 'CONFLICT',
  operation_open: 'CONFLICT',
  operation_ended: 'CONFLICT',
  not_installed: 'PRECONDITION_FAILED',
  nothing_to_decide: 'CONFLICT',
  not_offered: 'CONFLICT',
  not_now: 'CONFLICT',
  already_decided: 'CONFLICT',
  server_removed: 'NOT_FOUND',
  superseded: 'CONFLICT',
  bad_cursor: 'BAD_REQUEST',
};

/** Turns errors of the database package, and a database that does not respond, into AppError; returns any other error as it is. */
export function fromDatabase(error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (isDatabaseAway(error)) return databaseAway(error);
  if (!(error instanceof DatabaseError)) return error;
  const { operationId } = error.fields;
  return new AppError(CODES[error.code], error.message, {
    cause: error,
    ...(typeof operationId === 'string' && { operationId }),
  });
}
