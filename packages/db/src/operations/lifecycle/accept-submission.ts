import { installationStatuses } from '@milepost/contract/operation-kinds';
import { workflowIdCandidates } from '@milepost/contract/operation-workflow-id';
import type { Transaction } from '../../client';
import { DatabaseError } from '../../errors';
import { Prisma } from '../../generated/client';
import { enqueueMessage } from '../delivery/outbox';
import { appendEvent } from '../events/append-event';
import { installationUpdateCtes } from '../installations/update-installation';
import { lockOperation } from '../lock-operation';
import { enqueue } from '../queue/server-queue';

/**
 * A worker takes over what was submitted: its first event, the status of its installation, its place in the queue, its workflow's id, and
 * its start. Nothing happens the second time. `adopts`: its installation was on the server before Milepost, unless Milepost has begun to
 * install it already.
 *
 * @throws DatabaseError operation_not_found, other_installation where what was submitted names an installation of another server or package
 */
export async function acceptSubmission(
  tx: Transaction,
  { operationId, adopts = false }: { operationId: string; adopts?: boolean | undefined },
): Promise<void> {
  const {
    kind,
    title,
    requestedBy: by,
    serverId,
    queue,
    ...operation
  } = await lockOperation(tx, operationId);
  if (operation.lastEvent > 0) return;
  const { queued: status } = installationStatuses(kind);
  const { installationId, packageId } = operation;
  const installation = await tx.kysely
    .selectFrom('installations')
    .select('id')
    .where('id', '=', installationId)
    .where('serverId', '=', serverId)
    .where('packageId', '=', packageId)
    .forUpdate()
    .executeTakeFirst();
  if (!installation) throw new DatabaseError({ code: 'other_installation', operationId });
  if (adopts) await markAdopted(tx, installationId);
  await appendEvent(tx, {
    ...{ operationId, key: 'submitted', type: 'submitted', data: { kind, title, by } },
    set: Prisma.sql`workflow_id = ${firstFree(workflowIdCandidates({ id: operationId, kind, packageId, serverName: queue.serverName }))}`,
    extraCtes: status ? [installationUpdateCtes({ installationId, operationId, status })] : [],
  });
  await enqueueMessage(tx, { operationId, kind: 'start' });
  await enqueue(tx, { queueId: serverId, operationId });
}

async function markAdopted(tx: Transaction, installationId: string): Promise<void> {
  await tx.kysely
    .updateTable('installations')
    .set({ adopted: true })
    .where('id', '=', installationId)
    .where('begunInput', 'is', null)
    .execute();
}

/** The first of these workflow ids that no operation has. Two that take one at the same moment: the unique index rejects the second. */
function firstFree(candidates: string[]): Prisma.Sql {
  return Prisma.sql`(
    select c.id from unnest(${candidates}::text[]) with ordinality as c (id, place)
    where not exists (select 1 from operations taken where taken.workflow_id = c.id) order by c.place limit 1)`;
}
