import type { Conclusion, Obstacle } from '@milepost/contract/conclusion';
import type { HostProblem } from '@milepost/contract/errors/host-problem';
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
import { chosenInstallations } from '@milepost/packages-core/dsl/form/requirements';
import { listensOf } from '@milepost/packages-core/dsl/compile-stored';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import { checkPreconditions } from '@milepost/packages-core/dsl/preconditions';
import { findPlan, pinPlan } from '../plans/pin-plan';
import { settleSettings } from '../plans/settle-settings';
import { compareObservations } from './compare-observations';
import type { ServerReadings, WantedReadings } from '../plans/server-readings';
import type { Dependencies } from '../startup/dependencies';

type Needed = Pick<Dependencies, 'readPlan' | 'signer' | 'decisionTimeoutMs' | 'privateKey' | 'publicKey'>;

/** The step after preparing, or what has to be read on the server first. */
export type Prepared = { wanted: null; next: NextStep } | { wanted: WantedReadings };

/**
 * Compiles the plan, where no worker has yet, and checks facts and guards if that is the next step, while the queue is held; returns the
 * step after that. It happens in the caller's transaction, which saves a hop through Temporal. The operation is locked.
 */
export async function prepareIfNext(
  tx: Transaction,
  { operation, next, readings, ...dependencies }: OperationSnapshot & Needed & { readings: ServerReadings },
): Promise<Prepared> {
  if (next.type !== 'prepare') return { wanted: null, next };
  const reject = (obstacle: Obstacle) => rejected(tx, { ...dependencies, operation, obstacle });
  const found = await findPlan(tx, { ...dependencies, operation, readings });
  if ('reads' in found) return { wanted: { kind: 'facts', reads: found.reads } };
  if ('changedTo' in found)
    return askAbout(tx, {
      ...dependencies,
      ...{ operation, conclusion: { code: 'plan_changed', planHash: found.changedTo } },
    });
  if (!found.ok) return reject({ code: 'plan', problem: found.problem });
  const { plan, hash } = found;
  const obstacle = await findObstacle(tx, operation, plan);
  if (obstacle) return reject(obstacle);
  if (operation.milestones.some(({ attempts }) => attempts > 0))
    return { wanted: null, next: await nextStepAfter(tx, await markPrepared(tx, operation, null)) };
  const compared = await compareObservations(tx, { operation, compiled: { plan, hash }, readings });
  if (compared?.kind === 'wanted') return { wanted: compared.wanted };
  if (compared?.kind === 'changed')
    return askAbout(tx, {
      ...dependencies,
      ...{ operation, conclusion: { code: 'server_changed', observations: compared.to } },
    });
  const settled = await settleSettings(tx, dependencies, { operation, plan });
  if (!settled.ok) return reject({ code: 'plan', problem: settled.problem });
  // Only now: after a decision it is compiled again, from what is on the server by then.
  const pinned = found.pinned ? operation : await pinPlan(tx, dependencies, { operation, plan, hash });
  const begun = settled.begun && { ...settled.begun, owns: plan.owns ?? [] };
  return { wanted: null, next: await nextStepAfter(tx, await markPrepared(tx, pinned, begun)) };
}

type Snapshot = OperationSnapshot & Pick<Dependencies, 'decisionTimeoutMs'>;

/** What has to be read cannot be, and waiting does not help: the operation is not prepared. The operation is locked. */
export async function rejectUnreadable(
  tx: Transaction,
  { operation, next, problem, decisionTimeoutMs }: Snapshot & { problem: HostProblem },
): Promise<NextStep> {
  if (next.type !== 'prepare') return next;
  await rejectOperation(tx, {
    ...{ operation, decisionTimeoutMs },
    obstacle: { code: 'server_problem', problem },
  });
  return readNextStep(tx, operation.id);
}

async function rejected(
  tx: Transaction,
  rejection: Parameters<typeof rejectOperation>[1],
): Promise<Prepared> {
  await rejectOperation(tx, rejection);
  return { wanted: null, next: await readNextStep(tx, rejection.operation.id) };
}

interface Question extends Pick<Dependencies, 'decisionTimeoutMs'> {
  operation: LockedOperation;
  conclusion: Conclusion;
}

/** Something is not as it was shown: a person decides. */
async function askAbout(tx: Transaction, question: Question): Promise<Prepared> {
  const { operation, conclusion, decisionTimeoutMs } = question;
  const unknown = { milestone: null, unverifiedCommand: null };
  await requestDecision(tx, { operation, conclusion, ...unknown, decisionTimeoutMs });
  return { wanted: null, next: await readNextStep(tx, operation.id) };
}

function listensBy({ packageId, begunInput }: { packageId: string; begunInput: JsonObject | null }) {
  const definition = findPackage(packageId);
  return definition ? listensOf(definition, begunInput) : [];
}

function chosenBy({ packageId, begunInput }: { packageId: string; begunInput: JsonObject | null }) {
  const definition = findPackage(packageId);
  return definition ? chosenInstallations(definition.input, begunInput) : [];
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
  const { facts, installed, title } = server;
  if (server.status !== 'ready')
    return server.problem
      ? { code: 'server_problem', problem: server.problem }
      : { code: 'server_not_enrolled', server: server.name };

  // Where the definition is gone since: what the plan kept of it.
  const pinned = plan.guards && { ...plan.guards, id: operation.packageId, supports: null };
  const definition = findPackage(operation.packageId) ?? pinned;
  if (!definition) return null; // the plan is pinned: it runs without its definition
  const { kind, installationId } = operation;
  const others = installed.map((other) => ({ ...other, listens: listensBy(other), chosen: chosenBy(other) }));
  const input = kind === 'install' ? (await readPlanRequest(tx, operation.id)).input : null;
  const listens = listensBy({ packageId: operation.packageId, begunInput: input });
  const problem = checkPreconditions({
    ...{ kind, definition, installationId, title, facts, installed: others, listens, findPackage },
    owns: plan.owns ?? [],
  });
  return problem && { code: 'precondition', problem };
}
