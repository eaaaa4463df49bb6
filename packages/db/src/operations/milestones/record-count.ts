import { transaction } from '../../client';
import type { Database } from '../../client';
import { lockOperation } from '../lock-operation';
import { percentageOf } from '../estimates/progress';

/** How far the state that a milestone is at has come: "Unpacking 14 of 32 packages, 6/s". */
export interface MilestoneCount {
  done: number;
  total: number;
  /** "packages"; "%" where `total` is 100. */
  unit: string;
  /** "Unpacking". */
  label: string;
  /** Units a second, over the last few seconds; null where that is not known. */
  rate: number | null;
}

interface CountInput {
  operationId: string;
  milestone: number;
  commandId: string;
  count: MilestoneCount;
  /** How much of the state is done, 0 to 1. */
  stateFraction: number;
}

/** What the running attempt counts; moves the percentage. Shown, never decided on. */
export function recordCount(db: Database, counted: CountInput): Promise<void> {
  const { operationId, milestone, commandId, count, stateFraction } = counted;
  return transaction(db, async (tx) => {
    const operation = await lockOperation(tx, operationId);
    const moved = operation.milestones.map((other) =>
      other.n === milestone ? { ...other, stateFraction } : other,
    );
    await tx.$executeRaw`
      with milestone as (
        update milestones set count = ${JSON.stringify(count)}::jsonb
        where operation_id = ${operationId} and n = ${milestone} and status = 'running'
          and exists (select 1 from commands where id = ${commandId} and ended_at is null)
        returning 1)
      update operations set percentage = greatest(percentage, ${percentageOf(operation, moved)})
      where id = ${operationId} and exists (select 1 from milestone)`;
  });
}
