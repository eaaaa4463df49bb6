import { failureMessage } from '@milepost/contract/messages/failures';
import {
  leftoverMessages,
  nothingLeftMessage,
  observedMessages,
} from '@milepost/contract/messages/leftovers';
import { conclusionMessage } from '@milepost/contract/messages/conclusions';
import type { OperationView } from '@milepost/db/operations/views/operation-view';
import { aftermathOf } from '@milepost/packages-core/dsl/plan/aftermath';
import type { Plan } from '@milepost/contract/plan';
import type { Aftermath } from '../../../views/outcome-views';
import type { OperationDetail } from '../../../views/views';

type Milestone = Pick<OperationView['milestones'][number], 'status' | 'failure'>;

/** Whether leftovers have to be reported: it ended incomplete, or is an uninstall that waits for a decision. Pure. */
export function leavesSomething({ kind, status, milestones }: OperationView): boolean {
  if (status === 'awaiting_decision') return kind === 'uninstall';
  if (status !== 'failed' && status !== 'canceled') return false;
  return kind === 'uninstall' || milestones.some(({ attempts }) => attempts > 0);
}

/** What it leaves on its server, a sentence each. Null where there is nothing to report, or the server was rebuilt since. Pure. */
export function aftermathView(view: OperationView, plan: Plan | null | undefined): Aftermath | null {
  if (!plan || !leavesSomething(view) || view.installation.status === 'unknown') return null;
  if (view.leftovers !== null) return observedAftermath(view, view.leftovers);
  const progress = view.milestones.map((milestone) => ({
    ...milestone,
    interrupted: wasInterrupted(view, milestone),
  }));
  const { done, uncertain, notRemoved } = aftermathOf(plan, progress, view.direction);
  const { known, unknown } = leftoverMessages({
    ...{ done, uncertain, notRemoved, server: view.server.name },
    uninstall: view.kind === 'uninstall',
  });
  return known.length + unknown.length > 0 ? { known, unknown } : null;
}

/** As the worker saw it on the server when the operation ended. */
function observedAftermath({ milestones, server }: OperationView, leftovers: string[]): Aftermath | null {
  if (leftovers.length === 0) {
    const undone = milestones.every(({ status, attempts }) => attempts === 0 || status === 'rolled_back');
    return undone ? null : { known: [nothingLeftMessage(server.name)], unknown: [] };
  }
  return { known: observedMessages(leftovers), unknown: [] };
}

/** Where a person's cancellation stopped it; null where none did. Pure. */
export function canceledView(view: OperationView): OperationDetail['canceled'] {
  if (view.status !== 'canceled' || view.cancelRequestedBy === null) return null;
  const at = view.milestones.find(({ status }) => status === 'failed' || status === 'pending');
  return at ? { label: at.label, during: wasInterrupted(view, at) } : null;
}

/** It was stopped while it ran. Rows of earlier versions then hold the operation's conclusion as the failure. */
export function wasInterrupted({ conclusion }: OperationView, { status, failure }: Milestone): boolean {
  if (status !== 'failed') return false;
  if (failure === null || failure.code === 'operation_ended') return true;
  return conclusion !== null && failureMessage(failure) === conclusionMessage(conclusion);
}
