import { modelTransaction } from '@milepost/db/client';
import type { ModelTransaction } from '@milepost/db/client';
import type { Dependencies } from '../../dependencies';
import { AppError } from '../../errors/app-error';
import { counted } from '../words/counted';
import { requireServer } from './require-server';

/** Forgets a server with its history and keys; the server itself is left as it is. Refused while operations are open. */
export async function removeServer(
  { db, notifier }: Pick<Dependencies, 'db' | 'notifier'>,
  serverId: string,
): Promise<{ removed: true }> {
  await modelTransaction(db, async (tx) => {
    const { name } = await requireServer(tx, serverId);
    // Whoever submits an operation takes a share of this row by its foreign key, and so comes before or after.
    await tx.$queryRaw`select 1 from servers where id = ${serverId} for update`;
    const open = await tx.operation.count({
      where: { serverId, status: { notIn: ['completed', 'failed', 'cancelled'] } },
    });
    if (open > 0)
      throw new AppError(
        'PRECONDITION_FAILED',
        `${name} cannot be removed: ${counted(open, 'operation')} on it ${open === 1 ? 'is' : 'are'} not finished yet.`,
      );
    await forget(tx, serverId);
  });
  notifier.touchServer(serverId);
  return { removed: true };
}

async function forget(tx: ModelTransaction, serverId: string): Promise<void> {
  await tx.$executeRaw`
    delete from outbox where operation_id in (select id from operations where server_id = ${serverId})`;
  await tx.operation.deleteMany({ where: { serverId } });
  await tx.installationRecord.deleteMany({ where: { installation: { serverId } } });
  await tx.installation.deleteMany({ where: { serverId } });
  await tx.server.delete({ where: { id: serverId } });
}
