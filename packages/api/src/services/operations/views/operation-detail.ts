import type { Database } from '@milepost/db/client';
import { singleFlightOf } from '@milepost/db/live/single-flight';
import type { OperationView } from '@milepost/db/operations/views/operation-view';
import { readSkipReasons } from '@milepost/db/operations/milestones/skip-reasons';
import {
  readTypicalDuration,
  readTypicalMilestoneDurations,
} from '@milepost/db/operations/estimates/duration-estimates';
import { readStoredPlan } from '@milepost/db/plans/stored-plan';
import type { Dependencies } from '../../../process/dependencies';
import type { OperationDetail, Role } from '../../../views/views';
import { availableActions } from '../control/available-actions';
import { failureView } from './failure-view';
import { milestoneViews } from './milestone-views';
import { aftermathView, canceledView } from './aftermath';
import { operationSummary } from './summary';
import { workflowLink } from './workflow-link';

export interface DetailOptions {
  /** Whose page it is: the buttons depend on it. */
  role: Role;
  temporalUi: Dependencies['temporalUi'];
}

export type ReadDetail = (view: OperationView) => Promise<OperationDetail>;

/**
 * Reads all that an operation's page shows, but for its events and output. What never changes of an operation and its plan is read once,
 * so that a stream may ask as often as something moves.
 */
export function createDetailReader(db: Database, { role, temporalUi }: DetailOptions): ReadDetail {
  const singleFlight = singleFlightOf(db);
  const cache = new Map<string, ReturnType<typeof readFixed>>();
  const fixedOf = (view: OperationView) => {
    const key = `${view.id} ${view.planHash}`;
    const fixed = cache.get(key) ?? singleFlight(`fixed ${key}`, () => readFixed(db, view));
    cache.set(key, fixed);
    fixed.catch(() => cache.delete(key));
    return fixed;
  };
  return async (view) => {
    const { plan, usualMilestones: milestoneDurations, ...fixed } = await fixedOf(view);
    const [failure, actions, skipReasons] = await singleFlight(`moving ${role} ${JSON.stringify(view)}`, () =>
      Promise.all([
        failureView(db, view),
        availableActions(db, view, { role, plan }),
        readSkipReasons(db, view),
      ]),
    );
    return {
      ...operationSummary(view),
      ...fixed,
      milestones: milestoneViews(view, { plan, durations: milestoneDurations, skipReasons }),
      aftermath: aftermathView(view, plan),
      canceled: canceledView(view),
      workflow: workflowLink(temporalUi, view.workflowId),
      failure,
      actions,
      decisionDeadline: view.interrupted === null ? (view.decisionDeadline?.toISOString() ?? null) : null, // no workflow waits for it
      decisionPoint: view.decisionPoint,
      workedMs: view.workedMs,
      lastEvent: view.lastEvent,
      lastOutput: view.lastOutput,
    };
  };
}

async function readFixed(db: Database, view: OperationView) {
  const runs = { packageId: view.packageId, kind: view.kind, serverId: view.server.id };
  const planHash = view.planHash ?? view.shownHash;
  const [row, plan, typicalDuration, milestoneDurations] = await Promise.all([
    db.operation.findUniqueOrThrow({ where: { id: view.id }, select: { input: true } }),
    readStoredPlan(db, planHash),
    readTypicalDuration(db, runs),
    readTypicalMilestoneDurations(db, runs),
  ]);
  return {
    input: row.input as Record<string, unknown>,
    planHash,
    plan,
    typicalDuration,
    usualMilestones: milestoneDurations,
  };
}
