import type { Transaction } from '../client';
import { json, msFromNow } from '../kysely/expressions';
import { DatabaseError, isForeignKeyViolation, isUniqueViolation } from '../errors';
import { OUTBOX_CHANNEL, REQUEST_MADE } from '../operations/delivery/outbox';
import { storeRequest } from './request';
import type { PersonRequest } from './request';

interface NewRequest {
  request: PersonRequest;
  by: string;
  /** After so long nobody waits for the answer, and it is not carried out any more; null: it is, whenever a worker runs. */
  expiresInMs: number | null;
}

/**
 * Stores what a person asks for, and notifies the workers with the commit. Returns the request's id.
 *
 * @throws DatabaseError operation_not_found, already_decided (fields: by, action, at)
 */
export async function makeRequest(
  tx: Transaction,
  { request, by, expiresInMs }: NewRequest,
): Promise<bigint> {
  const { data, ...columns } = storeRequest(request);
  try {
    const { id } = await tx.kysely
      .with('made', (statements) =>
        statements
          .insertInto('requests')
          .values({
            ...columns,
            data: json(data),
            requestedBy: by,
            expiresAt: expiresInMs === null ? null : msFromNow(expiresInMs),
          })
          .returning('id'),
      )
      .selectFrom('made')
      .select('id')
      .select((eb) => eb.fn('pg_notify', [eb.val(OUTBOX_CHANNEL), eb.val(REQUEST_MADE)]).as('notified'))
      .executeTakeFirstOrThrow();
    return id;
  } catch (error) {
    throw await problemOf(tx, columns, error);
  }
}

/** Somebody else has answered the decision point, or there is no such operation. The statement failed, but not within a transaction. */
async function problemOf(
  db: Transaction,
  { operationId, point }: { operationId: string | null; point: number | null },
  error: unknown,
): Promise<unknown> {
  if (operationId === null) return error;
  if (isForeignKeyViolation(error)) return new DatabaseError({ code: 'operation_not_found', operationId });
  if (!isUniqueViolation(error)) return error;
  const first = await db.kysely
    .selectFrom('requests')
    .select(['requestedBy', 'requestedAt', 'kind', 'data'])
    .where('operationId', '=', operationId)
    .where('point', '=', point)
    .where('problem', 'is', null)
    .executeTakeFirst();
  if (!first) return error;
  const action = first.kind === 'decide' ? (first.data.choice as { action?: unknown }).action : 'mark_failed';
  return new DatabaseError({
    ...{ code: 'already_decided', by: first.requestedBy, action: String(action) },
    at: first.requestedAt.toISOString(),
  });
}
