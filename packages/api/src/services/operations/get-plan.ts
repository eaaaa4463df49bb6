import type { Database } from '@milepost/db/client';
import { readStoredPlan } from '@milepost/db/plans/stored-plan';
import type { Plan, PlannedCommand, PlannedMilestone } from '@milepost/contract/plan';
import { undoSteps } from '@milepost/packages-core/dsl/plan/undo-steps';
import { completeScript } from '@milepost/packages-core/dsl/plan/stored-libraries';
import { requestError } from '../../errors/request-error';
import type { OperationPlan, PlanStep } from '../../views/output-views';

/**
 * The plan that an operation is pinned to; before a worker has compiled it, the one that a worker stored for the preview. `scripts`: with
 * what runs in full.
 *
 * @throws AppError NOT_FOUND
 */
export async function getPlan(
  db: Database,
  { operationId, scripts }: { operationId: string; scripts: boolean },
): Promise<OperationPlan> {
  const operation = await db.operation.findUnique({
    where: { id: operationId },
    select: { planHash: true, shownHash: true },
  });
  if (!operation) throw requestError('NOT_FOUND', { code: 'operation_not_found' });
  const hash = operation.planHash ?? operation.shownHash;
  const plan = await readStoredPlan(db, hash);
  if (!plan) throw requestError('NOT_FOUND', { code: 'plan_not_compiled' });
  return operationPlan(hash, plan, scripts);
}

/** A plan as people see it. Pure. */
export function operationPlan(hash: string, plan: Plan, scripts: boolean): OperationPlan {
  const scriptOf = (command: PlannedCommand): string | null =>
    scripts ? completeScript(plan.libraries, command) : null;
  return {
    hash,
    milestones: plan.milestones.map((milestone, index) => ({
      n: index + 1,
      label: milestone.label,
      states: milestone.states.map((state) => stateStep(state, scriptOf)),
      undo: undoSteps(milestone).map(({ label, command }) => ({
        ...{ label, action: null, check: null, apply: command.display, verify: null, destructive: null },
        script: scriptOf(command),
      })),
    })),
  };
}

const stateStep = (
  { label, action, check, apply, verify, destructive }: PlannedMilestone['states'][number],
  scriptOf: (command: PlannedCommand) => string | null,
): PlanStep => ({
  label,
  action: action ?? null,
  check: check?.display ?? null,
  apply: apply.display,
  verify: verify?.display ?? null,
  destructive: destructive ?? null,
  script: scriptOf(apply),
});
