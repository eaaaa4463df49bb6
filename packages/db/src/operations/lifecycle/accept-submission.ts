import { installationStatuses } from '@milepost/contract/operation-kinds';
import type { Transaction } from '../../client';
import { enqueueMessage } from '../delivery/outbox';
import { appendEvent } from '../events/append-event';
import { installationUpdateCtes } from '../installations/update-installation';
import { lockOperation } from '../lock-operation';
import { enqueue } from '../queue/server-queue';

/**
 * A worker takes over what was submitted: its first event, the status of its installation, its place in the queue, and its start.
 * Nothing happens the second time.
 *
 * @throws DatabaseError operation_not_found
 */
export async function acceptSubmission(tx: Transaction, operationId: string): Promise<void> {
  const { kind, title, requestedBy: by, serverId, ...operation } = await lockOperation(tx, operationId);
  if (operation.lastEvent > 0) return;
  const { queued: status } = installationStatuses(kind);
  const { installationId } = operation;
  await appendEvent(tx, {
    ...{ operationId, key: 'submitted', type: 'submitted', data: { kind, title, by } },
    extraCtes: status ? [installationUpdateCtes({ installationId, operationId, status })] : [],
  });
  await enqueueMessage(tx, { operationId, kind: 'start' });
  await enqueue(tx, { queueId: serverId, operationId });
}
