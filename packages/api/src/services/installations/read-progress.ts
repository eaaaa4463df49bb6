import type { Database } from '@milepost/db/client';
import { AppError } from '../../errors/app-error';
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
  if (!last) throw new AppError('NOT_FOUND', 'There are no operations for this package on this server yet.');
  return progressView(await requireOperation(db, last.id));
}
