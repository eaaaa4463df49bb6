import type { Transaction } from '@milepost/db/client';
import type { OperationView } from '@milepost/db/operations/operation-view';
import { readUsualDuration } from '@milepost/db/operations/statistics';
import type { Plan } from '@milepost/packages-core/contract/plan';
import type { Dependencies } from '../../dependencies';
import type { OperationDetail, Role } from '../../views';
import { actionsOf } from './actions';
import { failureView } from './failure-view';
import { milestoneViews } from './milestone-views';
import { operationSummary } from './summary';
import { workflowLink } from './workflow-link';

export interface DetailOptions {
  /** Whose page it is: the buttons depend on it. */
  role: Role;
  temporalUi: Dependencies['temporalUi'];
}

/** All that an operation's page shows, but for its events and output. */
export async function operationDetail(
  db: Transaction,
  view: OperationView,
  { role, temporalUi }: DetailOptions,
): Promise<OperationDetail> {
  const [row, failure, usually, actions] = await Promise.all([
    db.operation.findUniqueOrThrow({
      where: { id: view.id },
      select: { input: true, planHash: true, plan: { select: { body: true } } },
    }),
    failureView(db, view),
    readUsualDuration(db, view),
    actionsOf(db, view, role),
  ]);
  return {
    ...operationSummary(view),
    planHash: row.planHash,
    input: row.input as Record<string, unknown>,
    milestones: milestoneViews(view, row.plan.body as unknown as Plan),
    workflow: workflowLink(temporalUi, view.id),
    failure,
    actions,
    usually,
    decisionPoint: view.decisionPoint,
    lastEvent: view.lastEvent,
    lastOutput: view.lastOutput,
  };
}
