import { trpcErrorMessage } from '@milepost/contract/messages/errors/request-errors';
import { invalidFieldsMessage } from '@milepost/contract/messages/errors/validation-errors';
import type { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import { AppError } from './app-error';
import { UnknownProblem } from './to-trpc-error';

/** What a client is given in `error.data`. */
export interface ErrorData {
  code: TRPCError['code'];
  /** One sentence for people. */
  message: string;
  /** A form's field → its sentence. Nested fields are joined by dots: `login.password`. */
  fields?: Record<string, string>;
  /** The operation that it is about. */
  operationId?: string;
  /** When the same request may succeed. */
  retryAfterSeconds?: number;
}

/** The public part of an error: nothing internal. */
export function errorData(error: TRPCError): ErrorData {
  const { code, cause } = error;
  if (cause instanceof AppError)
    return {
      ...{ code, message: cause.publicMessage },
      ...(cause.fields && { fields: cause.fields }),
      ...(cause.operationId !== undefined && { operationId: cause.operationId }),
      ...(cause.retryAfterSeconds !== undefined && { retryAfterSeconds: cause.retryAfterSeconds }),
    };
  if (cause instanceof ZodError) {
    const fields = fieldsOf(cause);
    return { code, message: invalidFieldsMessage(Object.values(fields)), fields };
  }
  if (cause instanceof UnknownProblem) return { code, message: cause.publicMessage };
  return { code, message: trpcErrorMessage(code) };
}

/** The first sentence of each field. */
export function fieldsOf(error: ZodError): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.join('.')] ??= issue.message;
  return fields;
}
