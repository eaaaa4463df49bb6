import type { Database } from '@milepost/db/client';
import { choicesOf, handlesOf } from '@milepost/db/operations/choices';
import type { OperationView } from '@milepost/db/operations/operation-view';
import type { Plan } from '@milepost/packages-core/contract/plan';
import { hasEnded } from '@milepost/packages-core/contract/statuses';
import { allows } from '../../access';
import type { OperationDetail, Role } from '../../views';
import { deletionOf, readBlockedInstallation } from '../installations/deletion';
import { decisionChoices } from './decision-choices';

type Actions = OperationDetail['actions'];

const NONE: Actions = {
  cancel: false,
  pause: false,
  resume: false,
  goOn: false,
  stopWaiting: false,
  choices: [],
  deletion: null,
};

/** What this person can do with it now. */
export async function actionsOf(
  db: Database,
  view: OperationView,
  { role, plan }: { role: Role; plan: Plan },
): Promise<Actions> {
  if (!allows('operator', role)) return NONE;
  const newest = hasEnded(view.status) ? await isNewest(db, view) : true;
  const decidable = view.status !== 'failed' || newest;
  return {
    ...handlesOf(view),
    stopWaiting: isStuckClosing(view),
    choices: decidable ? decisionChoices(view, choicesOf(view), plan) : [],
    deletion: newest ? await deletionFor(db, view) : null,
  };
}

async function deletionFor(db: Database, view: OperationView): Promise<Actions['deletion']> {
  if (deletionOf(view, null) === null) return null;
  return deletionOf(view, await readBlockedInstallation(db, view.server.id));
}

/** It is being closed, and its server does not answer. */
function isStuckClosing({ status, outcome, notice, stopWaitingBy }: OperationView): boolean {
  const closing = status === 'cancelling' || (outcome !== null && outcome !== status);
  return closing && stopWaitingBy === null && notice?.kind === 'reconnecting';
}

/** What came later on the same server and package has the word. */
async function isNewest(db: Database, { id, server, packageId }: OperationView): Promise<boolean> {
  const newest = await db.operation.findFirst({
    where: { serverId: server.id, packageId },
    orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }],
    select: { id: true },
  });
  return newest?.id === id;
}
