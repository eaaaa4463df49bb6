import type { Transaction } from '@milepost/db/client';
import type { Plan } from '@milepost/packages-core/contract/plan';
import type { Dependencies } from '../../dependencies';
import type { OperationDetail, OperationSummary, Role } from '../../views';
import { actionsOf } from './actions';
import { failureView } from './failure-view';
import { milestoneViews } from './milestone-views';
import type { OperationRow } from './operation-rows';
import { usuallyTakes } from './usually';
import { workflowLink } from './workflow-link';

interface DetailOptions {
  row: OperationRow;
  summary: OperationSummary;
  /** Whose page it is: the buttons depend on it. */
  role: Role;
  temporalUi: Dependencies['temporalUi'];
}

/** All that an operation's page shows, but for its events and output. */
export async function operationDetail(
  db: Transaction,
  { row, summary, role, temporalUi }: DetailOptions,
): Promise<OperationDetail> {
  const [plan, failure, usually] = await Promise.all([
    db.plan.findUniqueOrThrow({ where: { hash: row.planHash }, select: { body: true } }),
    failureView(db, row),
    usuallyTakes(db, row),
  ]);
  return {
    ...summary,
    planHash: row.planHash,
    input: row.input as Record<string, unknown>,
    milestones: milestoneViews(row, plan.body as unknown as Plan),
    workflow: workflowLink(temporalUi, row.id),
    failure,
    actions: actionsOf(row, role),
    usually,
    decisionPoint: row.decisionPoint,
    lastEvent: row.lastEvent,
    lastOutput: row.lastOutput,
  };
}
