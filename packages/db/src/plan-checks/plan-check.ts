import type { Transaction } from '../client';

/** `waiting`: no worker has begun. */
export type PlanCheckStage = 'waiting' | 'connecting' | 'checking';

export interface PlanCheckProgress {
  stage: PlanCheckStage;
  /** States checked, of so many. */
  done: number;
  total: number;
  /** What was found of them: PreviewedMilestone[] of the contract. No secret. */
  milestones: unknown;
}

/** Records that somebody waits for the check of a plan. The row stands until `deletePlanCheck`. */
export async function createPlanCheck(db: Transaction, id: string): Promise<void> {
  await db.$executeRaw`insert into plan_checks (id) values (${id})`;
}

/** Records how far a check has come. Returns whether anybody still waits for it. */
export async function writePlanCheck(
  db: Transaction,
  id: string,
  { stage, done, total, milestones }: PlanCheckProgress,
): Promise<boolean> {
  const written = await db.$executeRaw`
    update plan_checks set updated_at = clock_timestamp(), stage = ${stage}, done = ${done}, total = ${total},
      milestones = ${JSON.stringify(milestones)}::jsonb
    where id = ${id}`;
  return written > 0;
}

/** How far a check has come, and for how many milliseconds no worker has written it down; null where the row is gone. */
export async function readPlanCheck(
  db: Transaction,
  id: string,
): Promise<(PlanCheckProgress & { silentMs: number }) | null> {
  const [row] = await db.$queryRaw<(PlanCheckProgress & { silentMs: number })[]>`
    select stage, done, total, milestones,
      (extract(epoch from clock_timestamp() - updated_at) * 1000)::int as "silentMs"
    from plan_checks where id = ${id}`;
  return row ?? null;
}

export async function deletePlanCheck(db: Transaction, id: string): Promise<void> {
  await db.$executeRaw`delete from plan_checks where id = ${id}`;
}
