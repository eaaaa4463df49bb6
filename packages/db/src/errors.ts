import { Prisma } from './generated/client';

export type DatabaseErrorCode =
  | 'operation_not_found'
  | 'operation_id_taken'
  | 'operation_open'
  | 'operation_ended'
  | 'not_installed'
  | 'nothing_to_decide'
  | 'not_offered'
  | 'not_now'
  | 'already_decided'
  | 'superseded'
  | 'bad_cursor';

/** What the rows refuse. `message` is a sentence for people; `fields` is for whoever handles the code. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';

  constructor(
    readonly code: DatabaseErrorCode,
    message: string,
    readonly fields: Record<string, string | number> = {},
  ) {
    super(message);
  }
}

/** Whether PostgreSQL refused a raw statement because a unique index was against it. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  const { driverAdapterError } = (error.meta ?? {}) as { driverAdapterError?: { cause?: { kind?: string } } };
  return driverAdapterError?.cause?.kind === 'UniqueConstraintViolation';
}
