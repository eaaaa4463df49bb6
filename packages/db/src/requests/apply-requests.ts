import type { DatabaseProblem } from '@milepost/contract/errors/database-problem';
import type { ExpressionBuilder } from 'kysely';
import { transaction } from '../client';
import type { Database, Transaction } from '../client';
import { DatabaseError, isDatabaseAway, isDeadlock, isWorkflowIdTaken } from '../errors';
import type { Tables } from '../generated/tables';
import { json, literalRows, NOW } from '../kysely/expressions';
import { carryOut } from './carry-out';
import type { CarriedOut } from './carry-out';
import { parseRequest } from './request';

/** What a request came to. */
export interface AppliedRequest extends CarriedOut {
  id: bigint;
  kind: string;
  /** Null where it was carried out. */
  problem: DatabaseProblem | null;
  /** What failed, where that was not foreseen. */
  error?: unknown;
}

const AT_ONCE = 20;

/**
 * Carries out what people have asked for, in the order in which they did, and stores the answers. Any number of workers may do this at
 * once: what one has taken up is left to it, with all that was asked later of the same operation or server. Returns what became of them.
 * Throws where the database does not answer; what is left is taken up at the next call.
 */
export async function applyRequests(
  db: Database,
  onApplied: (applied: AppliedRequest) => void,
): Promise<void> {
  for (let more = true; more;) {
    const due = await readDue(db);
    const applied = await Promise.all(due.map((id) => applyRequest(db, id)));
    for (const each of applied) if (each !== null) onApplied(each);
    more = applied.some((each) => each !== null);
  }
}

/** The first unanswered request of each operation and server. */
async function readDue(db: Database): Promise<bigint[]> {
  const rows = await db.kysely
    .selectFrom('requests as r')
    .select('r.id')
    .where('answeredAt', 'is', null)
    .where(isFirst)
    .orderBy('r.id')
    .limit(literalRows(AT_ONCE))
    .execute();
  return rows.map(({ id }) => id);
}

type Aliased = Tables & { r: Tables['requests'] };

const isFirst = (eb: ExpressionBuilder<Aliased, 'r'>) =>
  eb.not(
    eb.exists(
      eb
        .selectFrom('requests as before')
        .select('before.id')
        .where('before.answeredAt', 'is', null)
        .whereRef('before.id', '<', 'r.id')
        .where((inner) =>
          inner.or([
            inner('before.operationId', '=', inner.ref('r.operationId')),
            inner('before.serverId', '=', inner.ref('r.serverId')),
          ]),
        ),
    ),
  );

/** Null where another worker answers it, or it has to wait. */
async function applyRequest(db: Database, id: bigint): Promise<AppliedRequest | null> {
  let kind = '';
  try {
    return await transaction(db, async (tx) => {
      const taken = await take(tx, id);
      if (taken === null) return null;
      kind = taken.kind;
      const done = await carryOutTaken(tx, taken);
      await answer(tx, id, { problem: null, operations: done.operations ?? null });
      return { ...done, id, kind, problem: null };
    });
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    if (isDeadlock(error) || isWorkflowIdTaken(error)) return null; // it is due again
    const problem: DatabaseProblem =
      error instanceof DatabaseError ? error.problem : { code: 'request_failed' };
    const subject = await answer(db, id, { problem, operations: null });
    if (subject === undefined) return null;
    const changed = {
      ...(subject.operationId !== null && { operationId: subject.operationId }),
      ...(subject.serverId !== null && { serverId: subject.serverId }),
    };
    return { ...changed, id, kind, problem, ...(!(error instanceof DatabaseError) && { error }) };
  }
}

type Taken = NonNullable<Awaited<ReturnType<typeof take>>>;

/** Locked until the transaction ends. */
async function take(tx: Transaction, id: bigint) {
  const row = await tx.kysely
    .selectFrom('requests')
    .select(['kind', 'operationId', 'serverId', 'point', 'data', 'requestedBy'])
    .select((eb) => eb('expiresAt', '<', NOW).as('expired'))
    .where('id', '=', id)
    .where('answeredAt', 'is', null)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row ?? null;
}

function carryOutTaken(tx: Transaction, { expired, requestedBy: by, ...stored }: Taken): Promise<CarriedOut> {
  if (expired) throw new DatabaseError({ code: 'request_expired' });
  const request = parseRequest(stored);
  if (request === null) throw new DatabaseError({ code: 'request_failed' });
  return carryOut(tx, { request, by });
}

interface Answer {
  problem: DatabaseProblem | null;
  operations: number | null;
}

/** Undefined where it has been answered. */
function answer(tx: Transaction, id: bigint, { problem, operations }: Answer) {
  return tx.kysely
    .updateTable('requests')
    .set({ answeredAt: NOW, problem: problem && json(problem), operations })
    .where('id', '=', id)
    .where('answeredAt', 'is', null)
    .returning(['operationId', 'serverId'])
    .executeTakeFirst();
}
