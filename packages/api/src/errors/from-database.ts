import { DatabaseError } from '@milepost/db/errors';
import type { DatabaseErrorCode } from '@milepost/db/errors';
import { AppError } from './app-error';
import type { AppErrorCode } from './app-error';

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
  superseded: 'CONFLICT',
  bad_cursor: 'BAD_REQUEST',
};

/** What the rows refuse, as what people are told; anything else as it is. */
export function fromDatabase(error: unknown): unknown {
  if (!(error instanceof DatabaseError)) return error;
  const { operationId } = error.fields;
  return new AppError(CODES[error.code], error.message, {
    cause: error,
    ...(typeof operationId === 'string' && { operationId }),
  });
}
