import pg from 'pg';

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

/** Whether PostgreSQL refused a statement because a unique index was against it; not of statements that Prisma made. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505';
}
