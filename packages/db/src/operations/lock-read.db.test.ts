import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../client';
import type { Transaction } from '../client';
import { operationsOf } from '../testing/at-work';
import type { AtWork } from '../testing/at-work';
import { happeningsOf } from '../testing/happenings';
import { endOperation } from './close-operation';
import { lockRead, readLocked } from './lock-operation';
import type { LockedOperation } from './lock-operation';

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

const { row, tell, atWork } = operationsOf(db);
const lock = (read: LockedOperation) => transaction(db, (tx) => lockRead(tx, read));

test('a reading that nothing has overtaken holds, and its operation is locked', async () => {
  const { operationId } = await atWork();
  const read = await readLocked(db, operationId);
  await transaction(db, async (tx) => {
    expect(await lockRead(tx, read)).toBe(read);
    const free = await db.$queryRaw<unknown[]>`
      select 1 from operations where id = ${operationId} for update skip locked`;
    expect(free).toEqual([]);
  });
});

/** Returns once another connection waits for a lock of this transaction. */
async function waiter(tx: Transaction): Promise<void> {
  for (;;) {
    const waiting = await tx.$queryRaw<unknown[]>`
      select 1 from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))`;
    if (waiting.length > 0) return;
    await sleep(10);
  }
}

describe.each(happeningsOf(db))('$what', ({ happens }) => {
  test('overtakes a reading: it is read anew', async () => {
    const work = await atWork();
    const read = await readLocked(db, work.operationId);
    await happens(work);
    const locked = await lock(read);
    expect(locked).not.toEqual(read);
    expect(locked).toEqual({
      ...(await readLocked(db, work.operationId)),
      ...{ resumeMs: locked.resumeMs, decideMs: locked.decideMs }, // by the clock
    });
  });
});

test('what happens while it waits for the lock overtakes it, too', async () => {
  const { operationId } = await atWork();
  const read = await readLocked(db, operationId);
  const { waiting } = await transaction(db, async (tx) => {
    await tx.$queryRaw`select 1 from operations where id = ${operationId} for update`;
    const locking = lock(read);
    await waiter(tx);
    await tx.$executeRaw`update operations set last_event = last_event + 1 where id = ${operationId}`;
    return { waiting: locking };
  });
  expect((await waiting).lastEvent).toBe(read.lastEvent + 1);
});

describe('an end that was settled with what was read before', () => {
  const end = (read: LockedOperation | undefined, operationId: string) => {
    const closed = { operationId, read, stopped: null, unproven: null, record: null };
    return transaction(db, (tx) => endOperation(tx, closed));
  };

  /** One whose milestones are all done, as it was read then. */
  async function done() {
    const work = await atWork();
    for (let n = 1; n <= 3; n++) await work.driven.run({ kind: 'done', applied: 1 });
    return { ...work, read: await readLocked(db, work.operationId) };
  }

  async function kept({ operationId, serverId }: AtWork) {
    const { status, outcome, conclusion, fence, percentage, lastEvent } = await row(operationId);
    const { holder } = await db.lane.findUniqueOrThrow({ where: { id: serverId } });
    const installation = await db.installation.findFirstOrThrow({ where: { serverId } });
    return {
      ...{
        status,
        outcome,
        conclusion,
        fence,
        percentage,
        lastEvent,
        holder,
        events: await tell(operationId),
      },
      ...{ installation: installation.status, told: await db.notification.count({ where: { operationId } }) },
      records: await db.installationRecord.count({ where: { operationId } }),
    };
  }

  test('writes what a look at the rows would have', async () => {
    const [one, other] = [await done(), await done()];
    expect(await end(one.read, one.operationId)).toBe('completed');
    expect(await end(undefined, other.operationId)).toBe('completed');
    expect(await kept(one)).toEqual(await kept(other));
    expect(await kept(one)).toMatchObject({ installation: 'active', told: 1, holder: null });
  });

  const happenings = happeningsOf(db).filter(({ what }) =>
    ['a pause', 'a cancellation', 'an interruption'].includes(what),
  );
  test.each([...happenings, { what: 'another run', happens: ({ driven }: AtWork) => driven.open() }])(
    'completes it after $what that came meanwhile',
    async ({ happens }) => {
      const work = await done();
      await happens(work);
      expect(await lock(work.read)).not.toBe(work.read);
      expect(await end(work.read, work.operationId)).toBe('completed');
      expect(await end(work.read, work.operationId)).toBe('completed');
      const { events, lastEvent, conclusion, installation } = await kept(work);
      expect(events.filter((type) => type === 'closed')).toHaveLength(1);
      expect(events).toHaveLength(lastEvent);
      expect({ conclusion, installation }).toEqual({
        conclusion: 'All 3 milestones are done.',
        installation: 'active',
      });
    },
  );

  test('does not complete what was given up meanwhile', async () => {
    const work = await done();
    await db.operation.update({
      where: { id: work.operationId },
      data: { outcome: 'failed', conclusion: 'Given up.' },
    });
    expect(await end(work.read, work.operationId)).toBe('failed');
  });
});
