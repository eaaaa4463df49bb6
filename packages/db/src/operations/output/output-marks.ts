import { Prisma } from '../../generated/client';
import type { Phase } from '@milepost/contract/statuses';

/** Where a phase of a state began on the server. */
export interface PhaseBegin {
  /** From 1. */
  state: number;
  phase: Phase;
  /** The output's length at that moment, in bytes. */
  offset: number;
  /** Seconds since the server's boot. */
  uptime: number;
}

/** A row among an operation's output that holds no output. */
export type OutputMark =
  | ({ kind: 'phase' } & PhaseBegin)
  /** `answer`: what the command came to, as the server gave it. */
  | { kind: 'end'; answer: object };

/** Phases that are not stored yet; the last of them is number `count` of their command. */
export interface UnstoredPhases {
  count: number;
  phases: readonly PhaseBegin[];
}

interface MarkRowsInput extends UnstoredPhases {
  operationId: string;
  milestone: number;
  commandId: string;
  /** Stored after them. */
  end?: object;
}

/** Assignment to the operation's row that makes room for `markRows`. */
export const RESERVE_MARK_NUMBERS = Prisma.sql`last_output = last_output + (select count(*)::int from marked)`;

/**
 * Common table expressions, `marked` and `stored_marks`: phases that no other attempt has stored, and the end where the command has
 * none yet. `operation` names the expression that makes room for them and returns last_output; nothing is stored where it has no row.
 */
export function markRows(
  { operationId, milestone, commandId, count, phases, end }: MarkRowsInput,
  operation: Prisma.Sql,
): Prisma.Sql {
  const marks: OutputMark[] = phases.map(({ state, phase, offset, uptime }) => ({
    ...{ kind: 'phase', state, phase, offset, uptime },
  }));
  const ending: OutputMark | null = end ? { kind: 'end', answer: end } : null;
  return Prisma.sql`
    marked as (
      select row_number() over (order by i)::int as i, mark, "offset" from (
        select p.i, p.mark, (p.mark->>'offset')::bigint as "offset"
          from commands c, jsonb_array_elements(${JSON.stringify(marks)}::jsonb) with ordinality p(mark, i)
          where c.id = ${commandId} and c.ended_at is null and ${count - phases.length}::int + p.i > c.marks
        union all
        select ${phases.length + 1}::int, ${ending && JSON.stringify(ending)}::jsonb, c.next_offset
          from commands c where c.id = ${commandId} and c.ended_at is null and ${ending !== null}) unstored),
    stored_marks as (
      insert into outputs (operation_id, n, milestone, command_id, "offset", bytes, mark)
      select ${operationId}, o.last_output - (select count(*)::int from marked) + m.i, ${milestone}::int, ${commandId},
        m."offset", ''::bytea, m.mark
      from ${operation} o, marked m)`;
}

/** How long a command worked, as the expression `worked`: without the recorded connection losses. No row where it has ended before. */
export const workedCte = (commandId: string): Prisma.Sql => Prisma.sql`
  worked as (
    select greatest(0, round(extract(epoch from clock_timestamp() - c.created_at) * 1000 - coalesce((
      select sum((e.data->>'ms')::float8) from events e
      where e.operation_id = c.operation_id and e.type = 'connection_restored' and e.at > c.created_at), 0)))::int as ms
    from commands c where c.id = ${commandId} and c.ended_at is null)`;

/** Assignment to the row of an operation or a milestone. */
export const ADD_WORKED = Prisma.sql`worked_ms = worked_ms + coalesce((select ms from worked), 0)`;
