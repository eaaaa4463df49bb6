import type { Database } from '@milepost/db/client';
import { requestError } from '../../errors/request-error';
import type { Progress } from '../../views/views';
import { requireOperation } from '../operations/control/require-operation';
import { progressView } from '../operations/views/progress-view';

/** The progress of the open or last operation on a package of a server. */
export async function readProgress(
  db: Database,
  { serverId, packageId }: { serverId: string; packageId: string },
): Promise<Progress> {
  const last = await db.operation.findFirst({
    where: { serverId, packageId },
    orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }],
    select: { id: true },
  });
  if (!last) throw requestError('NOT_FOUND', { code: 'no_operations' });
  return progressView(await requireOperation(db, last.id));
}
