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
}

/** What people are told of an error: nothing internal. */
export function errorData(error: TRPCError): ErrorData {
  const { code, cause } = error;
  if (cause instanceof AppError)
    return {
      ...{ code, message: cause.publicMessage },
      ...(cause.fields && { fields: cause.fields }),
      ...(cause.operationId !== undefined && { operationId: cause.operationId }),
    };
  if (cause instanceof ZodError) {
    const fields = fieldsOf(cause);
    return { code, message: invalidSentence(Object.keys(fields).length), fields };
  }
  if (cause instanceof UnknownProblem) return { code, message: cause.publicMessage };
  if (code === 'INTERNAL_SERVER_ERROR') return { code, message: 'Something went wrong on our side.' };
  return { code, message: error.message };
}

/** The first sentence of each field. */
export function fieldsOf(error: ZodError): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.join('.')] ??= issue.message;
  return fields;
}

/** "Two fields need another look." */
export function invalidSentence(fields: number): string {
  return fields === 1 ? 'One field needs another look.' : `${fields} fields need another look.`;
}
