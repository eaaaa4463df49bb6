import type { HostProblem } from '@milepost/contract/errors/host-problem';
import type { Database } from '../../client';
import { transaction } from '../../client';
import { lockOperation } from '../lock-operation';
import { appendEvent } from './append-event';

/** The connection to an operation's server was down since then. */
export interface Outage {
  operationId: string;
  since: Date;
}

/** Names the fact, so that an outage is one event whichever attempt reports it. */
const lostKey = (since: Date): string => `link-lost-${since.toISOString()}`;

/** Adds the event that the connection was lost; Idempotent for each outage. */
export function recordOutage(
  db: Database,
  { operationId, since, reason }: Outage & { reason: HostProblem },
): Promise<void> {
  return transaction(db, async (tx) => {
    await lockOperation(tx, operationId);
    await appendEvent(tx, { operationId, key: lostKey(since), type: 'connection_lost', data: { reason } });
  });
}

/** Adds the event that the connection is back, only for an outage that was recorded. Idempotent for each outage. */
export function recordReconnect(db: Database, { operationId, since }: Outage): Promise<void> {
  return transaction(db, async (tx) => {
    await lockOperation(tx, operationId);
    const reported = await tx.$queryRaw<unknown[]>`
      select 1 from events where operation_id = ${operationId} and key = ${lostKey(since)}`;
    if (reported.length === 0) return;
    await appendEvent(tx, {
      operationId,
      key: `connection-restored-${since.toISOString()}`,
      type: 'connection_restored',
      data: { ms: Date.now() - Number(since) },
    });
  });
}
