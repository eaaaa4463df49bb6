import type { Transaction } from '@milepost/db/client';
import type { LockedOperation } from '@milepost/db/operations/lock-operation';
import { readPlanRequest, recordPlanSignature } from '@milepost/db/operations/lifecycle/plan-signature';
import { readStoredPlan, replaceStoredPlan } from '@milepost/db/plans/stored-plan';
import type { Plan } from '@milepost/contract/plan';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';
import type { Dependencies } from '../startup/dependencies';
import { compileRequest } from './compile-request';
import type { Compiled } from './compile-request';
import { UntrustedPlan } from './read-plan';

/**
 * The plan that an operation runs, or why it has none. Before its first run the worker compiles it from what was asked for, compares it
 * with the one that was shown, and signs it. From then on it is pinned: a definition that changes meanwhile does not change it.
 */
export async function pinPlan(
  tx: Transaction,
  { readPlan, signer }: Pick<Dependencies, 'readPlan' | 'signer'>,
  operation: LockedOperation,
): Promise<Compiled> {
  const { id: operationId, serverId, planHash: hash, planMac } = operation;
  const ref = { operationId, serverId, planHash: hash };
  if (planMac !== null) {
    try {
      return { ok: true, plan: await readPlan({ ...ref, planMac }, tx) };
    } catch (error) {
      if (error instanceof UntrustedPlan) return UNTRUSTED;
      throw error;
    }
  }
  const { packageId, kind } = operation;
  const compiled = compileRequest({
    packageId,
    kind,
    ...(await readPlanRequest(tx, operationId)),
    shownHash: hash,
  });
  if (!compiled.ok) return compiled;
  if (!matchesRows(compiled.plan, operation)) return UNTRUSTED;
  const stored = await readStoredPlan(tx, hash);
  if (stored === null || planHash(stored) !== hash)
    await replaceStoredPlan(tx, { plan: compiled.plan, hash });
  await recordPlanSignature(tx, { operationId, mac: signer.sign(ref) });
  return compiled;
}

const UNTRUSTED = { ok: false, problem: { code: 'plan_untrusted' } } as const;

/** The milestones that are shown and counted were written with the submission. */
function matchesRows({ milestones }: Plan, operation: LockedOperation): boolean {
  return (
    milestones.length === operation.milestones.length &&
    operation.milestones.every(({ n, milestoneId, states }) => {
      const milestone = milestones[n - 1];
      return milestone?.id === milestoneId && milestone.states.length === states;
    })
  );
}
