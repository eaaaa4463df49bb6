import type { Transaction } from '@milepost/db/client';
import type { OperationView } from '@milepost/db/operations/operation-view';
import { hasEnded } from '@milepost/packages-core/contract/statuses';
import { allows } from '../../access';
import type { OperationDetail, Role } from '../../views';

/** What this person can do with it now. */
export async function actionsOf(
  db: Transaction,
  view: OperationView,
  role: Role,
): Promise<OperationDetail['actions']> {
  const may = allows('operator', role);
  return {
    cancel: may && !hasEnded(view.status) && view.status !== 'cancelling',
    tryAgain: may && view.status === 'failed' && (await isNewest(db, view)),
  };
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
