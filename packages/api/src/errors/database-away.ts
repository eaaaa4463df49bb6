import { requestErrorMessage } from '@milepost/contract/messages/errors/request-errors';
import { ping } from '@milepost/db/ping';
import type { Database } from '@milepost/db/client';
import { AppError } from './app-error';

/** The error while the database does not respond; the status is 503, after which the console retries. */
export function databaseAway(cause: unknown): AppError {
  const internal = cause instanceof Error ? cause.message : String(cause);
  return new AppError('SERVICE_UNAVAILABLE', requestErrorMessage({ code: 'database_away' }), {
    cause,
    internal,
  });
}

/** Asks the database for a sign of life: null when it gives one. */
export async function databaseProblem(db: Database): Promise<AppError | null> {
  try {
    await ping(db);
    return null;
  } catch (cause) {
    return databaseAway(cause);
  }
}
