import type { RequestProblem } from '@milepost/contract/errors/request-problem';
import { requestErrorMessage } from '@milepost/contract/messages/errors/request-errors';
import { AppError } from './app-error';
import type { AppErrorCode } from './app-error';

interface RequestErrorOptions {
  /** The form's field that it is about. */
  field?: string;
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** The error of a request that is rejected, with the message of its problem. */
export function requestError(
  code: AppErrorCode,
  problem: RequestProblem,
  { field, ...options }: RequestErrorOptions = {},
): AppError {
  const message = requestErrorMessage(problem);
  return new AppError(code, message, {
    ...options,
    ...(field !== undefined && { fields: { [field]: message } }),
  });
}
