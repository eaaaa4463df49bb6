import { randomUUID } from 'node:crypto';
import { transaction } from '@milepost/db/client';
import type { Database } from '@milepost/db/client';
import { appendEvent } from '@milepost/db/operations/events/append-event';
import { insertServer } from '@milepost/db/testing/rows';
import { planOf, stateOf, submitIn } from './operations';

/** An operation in the rows alone: of a server that is none, and that no worker takes up. Answers its id. */
export async function idleOperation(db: Database): Promise<string> {
  const serverId = await insertServer(db);
  return transaction(db, async (tx) => {
    const id = await submitIn(tx, { plan, serverId });
    await tx.$executeRaw`delete from outbox where operation_id = ${id}`;
    return id;
  });
}

const plan = planOf(6, () => [stateOf('etc', { check: '[ -d /etc ]', apply: 'true' })]);

/** Appends so many events to an operation in one transaction, as the worker appends its own. */
export function writeEvents(db: Database, operationId: string, count = 1): Promise<void> {
  return transaction(db, async (tx) => {
    await tx.$queryRaw`select 1 from operations where id = ${operationId} for update`;
    for (let n = 0; n < count; n++) {
      const data = { ms: 1 };
      await appendEvent(tx, { operationId, key: randomUUID(), type: 'connection_restored', data });
    }
  });
}
