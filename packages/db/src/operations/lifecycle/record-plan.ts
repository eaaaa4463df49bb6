import type { Plan } from '@milepost/contract/plan';
import type { Transaction } from '../../client';
import { DEFAULT_WEIGHT_MS, readMilestoneWeights } from '../estimates/milestone-weights';
import type { LockedOperation } from '../lock-operation';

interface CompiledPlan {
  operation: Pick<LockedOperation, 'id' | 'kind' | 'packageId'>;
  plan: {
    hash: string;
    format: number;
    body: Plan | object;
    milestones: { id: string; label: string; states: number }[];
  };
  /** The worker's signature; null in tests of rows alone. */
  mac: Uint8Array<ArrayBuffer> | null;
}

/**
 * Stores the plan that a worker compiled for an operation, with its signature, and its milestones, unless it has some: those of an
 * earlier version were written with the submission. The operation is locked.
 */
export async function recordPlan(tx: Transaction, { operation, plan, mac }: CompiledPlan): Promise<void> {
  const { id, kind, packageId } = operation;
  const weights = await readMilestoneWeights(tx, { packageId, kind });
  const rows = plan.milestones.map((milestone) => ({
    ...milestone,
    weight: weights.get(milestone.id) ?? DEFAULT_WEIGHT_MS,
  }));
  await tx.$executeRaw`
    with stored as (
      -- Until the commit no cleanup takes it; one that is deleting it is waited for, and then it is stored again.
      select from plans where hash = ${plan.hash} for key share),
    plan as (
      insert into plans (hash, format, body)
      select ${plan.hash}, ${plan.format}, ${JSON.stringify(plan.body)}::jsonb where not exists (select from stored)
      on conflict do nothing),
    added as (
      insert into milestones (operation_id, n, milestone_id, label, states, weight)
      select ${id}, n, row ->> 'id', row ->> 'label', (row ->> 'states')::int, (row ->> 'weight')::int
      from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality as rows (row, n)
      where not exists (select from milestones where operation_id = ${id}))
    update operations set plan_hash = ${plan.hash}, plan_mac = ${mac}::bytea where id = ${id}`;
}
