import type { Database } from '@milepost/db/client';
import { decisionOptions, availableControls } from '@milepost/db/operations/control/available-actions';
import type { OperationView } from '@milepost/db/operations/views/operation-view';
import type { Plan } from '@milepost/contract/plan';
import { hasEnded } from '@milepost/contract/statuses';
import { allows } from '../../../trpc/access';
import type { OperationDetail, Role } from '../../../views/views';
import { deletionOptions, readBlockedInstallation } from '../../installations/deletion-options';
import { decisionChoices } from './decision-choices';

type Actions = OperationDetail['actions'];

const NO_ACTIONS: Actions = {
  cancel: false,
  pause: false,
  resume: false,
  resumeInterrupted: false,
  abandonServer: false,
  choices: [],
  deletion: null,
};

/** What this person can do with it now. */
export async function availableActions(
  db: Database,
  view: OperationView,
  { role, plan }: { role: Role; plan: Plan | null },
): Promise<Actions> {
  if (!allows('operator', role)) return NO_ACTIONS;
  if (view.requested !== null)
    return { ...NO_ACTIONS, cancel: view.requested.change !== 'cancel' && availableControls(view).cancel };
  const newest = hasEnded(view.status) ? await isNewest(db, view) : true;
  const decidable = view.status !== 'failed' || (newest && !view.server.removed);
  return {
    ...availableControls(view),
    abandonServer: isStuckClosing(view),
    choices: decidable ? decisionChoices(view, decisionOptions(view), plan) : [],
    deletion: newest ? await deletionFor(db, view) : null,
  };
}

async function deletionFor(db: Database, view: OperationView): Promise<Actions['deletion']> {
  if (deletionOptions(view, null) === null) return null;
  return deletionOptions(view, await readBlockedInstallation(db, view.server.id));
}

/** It is being closed, and its server does not answer. */
function isStuckClosing({ status, outcome, notice, abandonedBy }: OperationView): boolean {
  const closing = status === 'canceling' || (outcome !== null && outcome !== status);
  return closing && abandonedBy === null && notice?.kind === 'reconnecting';
}

/** What came later on the same installation has the word, or on one of its identity that followed it. */
async function isNewest(
  db: Database,
  { id, server, packageId, installation }: OperationView,
): Promise<boolean> {
  const { key, parentId } = await db.installation.findUniqueOrThrow({
    where: { id: installation.id },
    select: { key: true, parentId: true },
  });
  const newest = await db.operation.findFirst({
    where: { serverId: server.id, packageId, installation: { key, parentId } },
    orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }],
    select: { id: true },
  });
  return newest?.id === id;
}
