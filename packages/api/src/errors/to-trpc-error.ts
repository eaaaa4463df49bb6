import { requestErrorMessage } from '@milepost/contract/messages/errors/request-errors';
import { randomBytes } from 'node:crypto';
import { TRPCError } from '@trpc/server';
import { AppError } from './app-error';
import { fromDatabase } from './from-database';

/** An error that nobody foresaw: people get an id, the log has the rest. */
export class UnknownProblem extends Error {
  readonly id = randomBytes(4).toString('hex');

  get publicMessage(): string {
    return requestErrorMessage({ code: 'unexpected', id: this.id });
  }
}

/** The one place where an error of ours becomes one of tRPC's. Unknown errors get an id under which the handler logs them. */
export function toTrpcError(error: unknown): TRPCError {
  const cause = fromDatabase(error instanceof TRPCError ? error.cause : error);
  if (cause instanceof AppError) return new TRPCError({ code: cause.code, message: cause.message, cause });
  if (cause instanceof UnknownProblem && error instanceof TRPCError) return error;
  if (error instanceof TRPCError && error.code !== 'INTERNAL_SERVER_ERROR') return error;
  const unknown = new UnknownProblem('Unknown', { cause: cause ?? error });
  return new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: unknown.publicMessage, cause: unknown });
}
