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
  const [row] = await db.$queryRaw<{ from: bigint; end: bigint }[]>`
    select c.next_offset as "end", coalesce((
      select min("offset") from outputs
      where command_id = c.id and mark->>'kind' = 'phase' and (mark->>'state')::int = ${state}), 0) as "from"
    from commands c where c.id = ${commandId}`;
  const printed = Number(row?.end ?? 0) - Number(row?.from ?? 0);
  if (printed <= 0) return { end: Number(row?.end ?? 0), bytes: new Uint8Array() };
  return readTail(db, { commandId, limitBytes: Math.min(limitBytes, printed) });
}
