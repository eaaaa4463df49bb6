import type { Transaction } from '@milepost/db/client';
import { readLocked } from '@milepost/db/operations/lock-operation';
import type { LockedOperation } from '@milepost/db/operations/lock-operation';
import { readPlanRequest } from '@milepost/db/operations/lifecycle/plan-signature';
import { recordPlan } from '@milepost/db/operations/lifecycle/record-plan';
import { readStoredPlan, replaceStoredPlan, storePlan } from '@milepost/db/plans/stored-plan';
import type { PlanProblem } from '@milepost/contract/errors/plan-problem';
import type { Plan } from '@milepost/contract/plan';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';
import type { Dependencies } from '../startup/dependencies';
import { compileRequest } from './compile-request';
import { UntrustedPlan } from './read-plan';

/** The plan that an operation runs, and the operation with its milestones; or why it has none. */
export type Pinned =
  | { ok: true; plan: Plan; operation: LockedOperation }
  | { ok: false; problem: PlanProblem }
  /** Another plan than the one that was shown, stored under this hash: a person decides. */
  | { ok: false; changedTo: string };

/**
 * The plan that an operation runs, or why it has none. Before its first run the worker compiles it from what was asked for, compares it
 * with the one that was shown, and stores it with its signature and its milestones. From then on it is pinned: a definition that changes
 * meanwhile does not change it. The operation is locked.
 */
export async function pinPlan(
  tx: Transaction,
  { readPlan, signer }: Pick<Dependencies, 'readPlan' | 'signer'>,
  operation: LockedOperation,
): Promise<Pinned> {
  const { id: operationId, serverId, packageId, kind, shownHash, planMac } = operation;
  if (operation.planHash !== null && planMac !== null) {
    try {
      const ref = { operationId, serverId, planHash: operation.planHash, planMac };
      return { ok: true, plan: await readPlan(ref, tx), operation };
    } catch (error) {
      if (error instanceof UntrustedPlan) return UNTRUSTED;
      throw error;
    }
  }
  // A version before this one wrote the plan with the submission.
  const shown = operation.planHash ?? shownHash;
  const asked = await readPlanRequest(tx, operationId);
  const compiled = compileRequest({ packageId, kind, ...asked, shownHash: shown });
  if (!compiled.ok) return compiled;
  const { plan } = compiled;
  if (compiled.changed) {
    // A version before this one has shown what it stored: that is compared by its hash alone.
    if (operation.planHash !== null) return UNTRUSTED;
    await storePlan(tx, { plan, hash: compiled.hash });
    return { ok: false, changedTo: compiled.hash };
  }
  if (operation.milestones.length > 0 && !matchesRows(plan, operation)) return UNTRUSTED;
  await recordPlan(tx, {
    operation,
    plan: { hash: shown, format: plan.format, body: plan, milestones: plan.milestones.map(counted) },
    mac: signer.sign({ operationId, serverId, planHash: shown }),
  });
  await repairStoredPlan(tx, { plan, hash: shown });
  return { ok: true, plan, operation: await readLocked(tx, operationId) };
}

const UNTRUSTED = { ok: false, problem: { code: 'plan_untrusted' } } as const;

const counted = ({ id, label, states }: Plan['milestones'][number]) => ({
  id,
  label,
  states: states.length,
});

/** Where something else was stored under its hash before. */
async function repairStoredPlan(
  tx: Transaction,
  { plan, hash }: { plan: Plan; hash: string },
): Promise<void> {
  const stored = await readStoredPlan(tx, hash);
  if (stored === null || planHash(stored) !== hash) await replaceStoredPlan(tx, { plan, hash });
}

/** Milestones that were written by a version before this one, with the submission. */
function matchesRows({ milestones }: Plan, operation: LockedOperation): boolean {
  return (
    milestones.length === operation.milestones.length &&
    operation.milestones.every(({ n, milestoneId, states }) => {
      const milestone = milestones[n - 1];
      return milestone?.id === milestoneId && milestone.states.length === states;
    })
  );
}
