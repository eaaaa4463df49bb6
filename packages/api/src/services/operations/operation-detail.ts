import type { Database } from '@milepost/db/client';
import { sharedReadOf } from '@milepost/db/live/shared-read';
import type { OperationView } from '@milepost/db/operations/operation-view';
import { readUsualDuration, readUsualMilestones } from '@milepost/db/operations/usual';
import type { Plan } from '@milepost/packages-core/contract/plan';
import type { Dependencies } from '../../dependencies';
import type { OperationDetail, Role } from '../../views';
import { actionsOf } from './actions';
import { failureView } from './failure-view';
import { milestoneViews } from './milestone-views';
import { stillThereOf } from './still-there';
import { operationSummary } from './summary';
import { workflowLink } from './workflow-link';

export interface DetailOptions {
  /** Whose page it is: the buttons depend on it. */
  role: Role;
  temporalUi: Dependencies['temporalUi'];
}

export type ReadDetail = (view: OperationView) => Promise<OperationDetail>;

/**
 * Reads all that an operation's page shows, but for its events and output. What never changes of an operation is read once,
 * so that a stream may ask as often as something moves.
 */
export function createDetailReader(db: Database, { role, temporalUi }: DetailOptions): ReadDetail {
  const share = sharedReadOf(db);
  const kept = new Map<string, ReturnType<typeof readFixed>>();
  const fixedOf = (view: OperationView) => {
    const fixed = kept.get(view.id) ?? share(`fixed ${view.id}`, () => readFixed(db, view));
    kept.set(view.id, fixed);
    fixed.catch(() => kept.delete(view.id));
    return fixed;
  };
  return async (view) => {
    const { plan, usualMilestones, ...fixed } = await fixedOf(view);
    const [failure, actions] = await share(`moving ${role} ${JSON.stringify(view)}`, () =>
      Promise.all([failureView(db, view), actionsOf(db, view, { role, plan })]),
    );
    return {
      ...operationSummary(view),
      ...fixed,
      milestones: milestoneViews(view, plan, usualMilestones),
      stillThere: stillThereOf(view, plan),
      workflow: workflowLink(temporalUi, view.id),
      failure,
      actions,
      decideBefore: view.decideBefore?.toISOString() ?? null,
      decisionPoint: view.decisionPoint,
      lastEvent: view.lastEvent,
      lastOutput: view.lastOutput,
    };
  };
}

async function readFixed(db: Database, view: OperationView) {
  const like = { packageId: view.packageId, kind: view.kind, serverId: view.server.id };
  const [row, usually, usualMilestones] = await Promise.all([
    db.operation.findUniqueOrThrow({
      where: { id: view.id },
      select: { input: true, planHash: true, plan: { select: { body: true } } },
    }),
    readUsualDuration(db, like),
    readUsualMilestones(db, like),
  ]);
  return {
    input: row.input as Record<string, unknown>,
    planHash: row.planHash,
    plan: row.plan.body as unknown as Plan,
    usually,
    usualMilestones,
  };
}
