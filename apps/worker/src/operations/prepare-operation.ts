import type { Obstacle } from '@milepost/contract/conclusion';
import type { Transaction } from '@milepost/db/client';
import type { LockedOperation } from '@milepost/db/operations/lock-operation';
import { nextStepAfter, readNextStep } from '@milepost/db/operations/read-next-step';
import type { OperationSnapshot } from '@milepost/db/operations/read-next-step';
import { requestDecision } from '@milepost/db/operations/control/request-decision';
import { markPrepared, rejectOperation } from '@milepost/db/operations/lifecycle/finish-preparation';
import type { NextStep } from '@milepost/contract/operation-workflow';
import { KNOWN_PLAN_FORMATS } from '@milepost/contract/plan';
import type { Plan } from '@milepost/contract/plan';
import { readServerState } from '@milepost/db/servers/read-server-state';
import { readPlanRequest } from '@milepost/db/operations/lifecycle/plan-signature';
import { listensOf } from '@milepost/packages-core/dsl/compile-stored';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import { checkPreconditions } from '@milepost/packages-core/dsl/preconditions';
import { pinPlan } from '../plans/pin-plan';
import { settleSettings } from '../plans/settle-settings';
import type { SettledSettings } from '../plans/settle-settings';
import type { Dependencies } from '../startup/dependencies';

/**
 * Compiles the plan, where no worker has yet, and checks facts and guards if that is the next step, while the queue is held; returns the
 * step after that. It happens in the caller's transaction, which saves a hop through Temporal. The operation is locked.
 */
export async function prepareIfNext(
  tx: Transaction,
  {
    operation,
    next,
    decisionTimeoutMs,
    ...dependencies
  }: OperationSnapshot &
    Pick<Dependencies, 'readPlan' | 'signer' | 'decisionTimeoutMs' | 'privateKey' | 'publicKey'>,
): Promise<NextStep> {
  if (next.type !== 'prepare') return next;
  const reject = async (obstacle: Obstacle): Promise<NextStep> => {
    await rejectOperation(tx, { operation, obstacle, decisionTimeoutMs });
    return readNextStep(tx, operation.id);
  };
  const pinned = await pinPlan(tx, dependencies, operation);
  if ('changedTo' in pinned) {
    const conclusion = { code: 'plan_changed', planHash: pinned.changedTo } as const;
    const unknown = { milestone: null, unverifiedCommand: null };
    await requestDecision(tx, { operation, conclusion, ...unknown, decisionTimeoutMs });
    return readNextStep(tx, operation.id);
  }
  if (!pinned.ok) return reject({ code: 'plan', problem: pinned.problem });
  const obstacle = await findObstacle(tx, operation, pinned.plan);
  if (obstacle) return reject(obstacle);
  const isFirst = operation.milestones.every(({ attempts }) => attempts === 0);
  const settled = isFirst ? await settleSettings(tx, dependencies, operation) : NO_NEW_SETTINGS;
  if (!settled.ok) return reject({ code: 'plan', problem: settled.problem });
  return nextStepAfter(tx, await markPrepared(tx, pinned.operation, settled.begun));
}

const NO_NEW_SETTINGS: SettledSettings = { ok: true, begun: null };

function listensBy({ packageId, begunInput }: { packageId: string; begunInput: JsonObject | null }) {
  const definition = findPackage(packageId);
  return definition ? listensOf(definition, begunInput) : [];
}

type JsonObject = Readonly<Record<string, unknown>>;

async function findObstacle(
  tx: Transaction,
  operation: LockedOperation,
  plan: Plan,
): Promise<Obstacle | null> {
  const format: number = plan.format; // as it was stored, by whichever version
  if (!KNOWN_PLAN_FORMATS.includes(format)) return { code: 'unknown_plan_format', format };

  if (operation.direction === -1) return null; // a rollback is always possible

  const server = await readServerState(tx, {
    serverId: operation.serverId,
    exceptInstallationId: operation.installationId,
  });
  const { facts, installed } = server;
  if (server.status !== 'ready')
    return server.problem
      ? { code: 'server_problem', problem: server.problem }
      : { code: 'server_not_enrolled', server: server.name };

  // Where the definition is gone since: what the plan kept of it.
  const pinned = plan.guards && { ...plan.guards, id: operation.packageId, supports: null };
  const definition = findPackage(operation.packageId) ?? pinned;
  if (!definition) return null; // the plan is pinned: it runs without its definition
  const { kind, installationId } = operation;
  const others = installed.map((other) => ({ ...other, listens: listensBy(other) }));
  const input = kind === 'install' ? (await readPlanRequest(tx, operation.id)).input : null;
  const listens = listensBy({ packageId: operation.packageId, begunInput: input });
  const problem = checkPreconditions({
    ...{ kind, definition, installationId, facts, installed: others, listens, findPackage },
  });
  return problem && { code: 'precondition', problem };
}
