import { sql } from 'kysely';
import type { Transaction } from '../../client';
import { readTail } from './read-tail';
import type { Tail } from './read-tail';

interface StateOutputQuery {
  commandId: string;
  /** From 1. */
  state: number;
  limitBytes: number;
}

/** The last `limitBytes` of what a command printed since it came to this state; of the whole output where its mark is not stored. */
export async function readStateOutput(
  db: Transaction,
  { commandId, state, limitBytes }: StateOutputQuery,
): Promise<Tail> {
  const command = await db.kysely
    .selectFrom('commands')
    .select('nextOffset')
    .select((eb) =>
      eb
        .selectFrom('outputs')
        .select((eb) => eb.fn.min('offset').as('from'))
        .whereRef('commandId', '=', 'commands.id')
        .where(sql`mark->>'kind'`, '=', 'phase')
        .where(sql`(mark->>'state')::int`, '=', state)
        .as('from'),
    )
    .where('commands.id', '=', commandId)
    .executeTakeFirst();
  const end = Number(command?.nextOffset ?? 0);
  const printed = end - Number(command?.from ?? 0);
  if (printed <= 0) return { end, bytes: new Uint8Array() };
  return readTail(db, { commandId, limitBytes: Math.min(limitBytes, printed) });
}
