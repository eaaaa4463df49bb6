import type { TRPCError } from '@trpc/server';
import type { Logger } from '../process/log';
import { AppError } from './app-error';
import { UnknownProblem } from './to-trpc-error';

interface Failed {
  error: TRPCError;
  path: string | undefined;
  type: string;
}

/** Logs expected errors at a low level, and unexpected ones in full with the ID that people see. */
export function logError(log: Logger, { error, path, type }: Failed): void {
  const { cause } = error;
  if (cause instanceof UnknownProblem)
    log.error({ id: cause.id, path, type, err: cause.cause }, 'Unforeseen error');
  else if (error.code === 'INTERNAL_SERVER_ERROR') log.error({ path, type, err: error }, 'Unforeseen error');
  else if (cause instanceof AppError && cause.message !== cause.publicMessage)
    log.warn({ path, type, code: error.code, internal: cause.message }, cause.publicMessage);
  else log.debug({ path, type, code: error.code }, error.code);
}
