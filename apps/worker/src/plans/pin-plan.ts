import type { Transaction } from '@milepost/db/client';
import { readLocked } from '@milepost/db/operations/lock-operation';
import type { LockedOperation } from '@milepost/db/operations/lock-operation';
import { readRelations } from '@milepost/db/operations/installations/relations';
import { readPlanRequest } from '@milepost/db/operations/lifecycle/plan-signature';
import { recordPlan } from '@milepost/db/operations/lifecycle/record-plan';
import { readStoredPlan, replaceStoredPlan, storePlan } from '@milepost/db/plans/stored-plan';
import type { PlanProblem } from '@milepost/contract/errors/plan-problem';
import type { Plan } from '@milepost/contract/plan';
import { UNSEEN_PLAN } from '@milepost/contract/stack';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import type { StoredRequest } from '@milepost/packages-core/dsl/compile-stored';
import type { FactRead } from '@milepost/packages-core/dsl/facts/read-facts';
import type { Dependencies } from '../startup/dependencies';
import { compileRequest, resolveRequest } from './compile-request';
import { answers } from './server-readings';
import type { ServerReadings } from './server-readings';
import { UntrustedPlan } from './read-plan';

/** The plan that an operation runs; or why it has none. */
export type FoundPlan =
  | {
      ok: true;
      plan: Plan;
      hash: string;
      /** A worker has stored it with its signature before. */
      pinned: boolean;
    }
  | { ok: false; problem: PlanProblem }
  /** What has to be read on the server before the plan can be compiled. */
  | { ok: false; reads: readonly FactRead[] }
  /** Another plan than the one that was shown, stored under this hash: a person decides. */
  | { ok: false; changedTo: string };

interface Finding extends Pick<Dependencies, 'readPlan'> {
  operation: LockedOperation;
  /** What was read on the server so far. */
  readings: ServerReadings;
}

/**
 * The plan that an operation runs, or why it has none. Before it is pinned the worker compiles it from what was asked for and from what it
 * has read on the server, and compares it with the one that was shown. The operation is locked.
 */
export async function findPlan(
  tx: Transaction,
  { operation, readPlan, readings }: Finding,
): Promise<FoundPlan> {
  const { id: operationId, serverId, shownHash, planMac } = operation;
  if (operation.planHash !== null && planMac !== null) {
    try {
      const hash = operation.planHash;
      const plan = await readPlan({ operationId, serverId, planHash: hash, planMac }, tx);
      return { ok: true, plan, hash, pinned: true };
    } catch (error) {
      if (error instanceof UntrustedPlan) return UNTRUSTED;
      throw error;
    }
  }
  const resolved = await resolveOperation(tx, operation);
  if (!resolved.ok) return resolved;
  const { stored, reads } = resolved;
  if (reads.length > 0 && !answers(readings, reads)) return { ok: false, reads };
  const compiled = compileRequest(stored, readings.facts?.outputs);
  if (!compiled.ok) return compiled;
  const { plan, hash } = compiled;
  // A version before this one wrote the plan with the submission.
  if (hash !== (operation.planHash ?? shownHash) && !isAcceptedUnseen(operation, plan)) {
    // That is compared by its hash alone.
    if (operation.planHash !== null) return UNTRUSTED;
    await storePlan(tx, { plan, hash });
    await storeShown(tx, stored, shownHash);
    return { ok: false, changedTo: hash };
  }
  if (operation.milestones.length > 0 && !matchesRows(plan, operation)) return UNTRUSTED;
  return { ok: true, plan, hash, pinned: false };
}

/** The later steps of a stack depend on the earlier ones: nobody can have seen this plan. Where data would go out of sight, a person decides. */
function isAcceptedUnseen(
  { planHash: pinned, shownHash }: LockedOperation,
  { outOfSight = [] }: Plan,
): boolean {
  return pinned === null && shownHash === UNSEEN_PLAN && outOfSight.length === 0;
}

/** The plan as the console compiled it, where that was shown because no worker was there: a person compares the two. */
async function storeShown(tx: Transaction, stored: StoredRequest, shownHash: string): Promise<void> {
  const shown = compileRequest(stored);
  if (shown.ok && shown.hash === shownHash) await storePlan(tx, shown);
}

async function resolveOperation(tx: Transaction, operation: LockedOperation) {
  const { id, serverId, installationId, packageId, kind } = operation;
  const needsOthers = (findPackage(packageId)?.requirements.length ?? 0) > 0;
  const others = needsOthers ? await readRelations(tx, { serverId, exceptId: installationId }) : [];
  return resolveRequest({ ...(await readPlanRequest(tx, id)), packageId, kind, others });
}

/**
 * Stores the plan of an operation with its signature and its milestones, which it answers. From then on it is pinned: a definition that
 * changes meanwhile does not change it. The operation is locked.
 */
export async function pinPlan(
  tx: Transaction,
  { signer }: Pick<Dependencies, 'signer'>,
  { operation, plan, hash }: { operation: LockedOperation; plan: Plan; hash: string },
): Promise<LockedOperation> {
  const { id: operationId, serverId } = operation;
  await recordPlan(tx, {
    operation,
    plan: { hash, format: plan.format, body: plan, milestones: plan.milestones.map(counted) },
    mac: signer.sign({ operationId, serverId, planHash: hash }),
  });
  await repairStoredPlan(tx, { plan, hash });
  return readLocked(tx, operationId);
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
