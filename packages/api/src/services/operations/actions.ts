import type { Transaction } from '@milepost/db/client';
import { choicesOf, handlesOf } from '@milepost/db/operations/choices';
import type { OperationView } from '@milepost/db/operations/operation-view';
import { allows } from '../../access';
import type { OperationDetail, Role } from '../../views';
import { decisionChoices } from './decision-choices';

type Actions = OperationDetail['actions'];

const NONE: Actions = {
  cancel: false,
  pause: false,
  resume: false,
  goOn: false,
  stopWaiting: false,
  choices: [],
};

/** What this person can do with it now. */
export async function actionsOf(db: Transaction, view: OperationView, role: Role): Promise<Actions> {
  if (!allows('operator', role)) return NONE;
  const decidable = view.status !== 'failed' || (await isNewest(db, view));
  return {
    ...handlesOf(view),
    stopWaiting: isStuckClosing(view),
    choices: decidable ? decisionChoices(view, choicesOf(view)) : [],
  };
}

/** It is being closed, and its server does not answer. */
function isStuckClosing({ status, outcome, notice, stopWaitingBy }: OperationView): boolean {
  const closing = status === 'cancelling' || (outcome !== null && outcome !== status);
  return closing && stopWaitingBy === null && notice?.kind === 'reconnecting';
}

/** What came later on the same server and package has the word. */
async function isNewest(db: Transaction, { id, server, packageId }: OperationView): Promise<boolean> {
  const newest = await db.operation.findFirst({
    where: { serverId: server.id, packageId },
    orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }],
    select: { id: true },
  });
  return newest?.id === id;
}
