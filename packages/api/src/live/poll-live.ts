import type { Database } from '@milepost/db/client';
import { noChanges } from '@milepost/db/live/channel';
import { createReader } from '@milepost/db/live/follow-reader';
import { readOpenOperations } from '@milepost/db/operations/views/read-operations';
import { createDetailReader } from '../services/operations/views/operation-detail';
import type { DetailOptions } from '../services/operations/views/operation-detail';
import type { LiveUpdate } from '../views/views';
import { liveUpdate } from './live-update';
import type { ResumeCursor } from './resume-cursor';

export interface Poll {
  watch: ResumeCursor;
  /** `at` of the answer before; nothing at first. */
  since?: string | null | undefined;
}

/** What was being committed while the answer before was read may have come out of order. */
const OVERLAP_MS = 2_000;

/** What the stream would have sent since the last answer: for browsers that cannot keep one open. */
export async function pollLive(
  db: Database,
  { watch, since }: Poll,
  options: DetailOptions,
): Promise<LiveUpdate & { at: string }> {
  const at = new Date();
  const from = since ? new Date(new Date(since).getTime() - OVERLAP_MS) : at;
  const [open, ended, serverIds, notified] = await Promise.all([
    readOpenOperations(db),
    db.operation.findMany({ where: { endedAt: { gte: from } }, select: { id: true } }),
    readChangedServers(db, from),
    db.notification.findMany({
      where: { operationId: null, at: { gte: from } },
      distinct: ['audience'],
      select: { audience: true },
    }),
  ]);
  const operationIds = new Set([...open, ...ended].map(({ id }) => id).concat(Object.keys(watch)));
  const reader = createReader({ db, watch: new Map(Object.entries(watch)), overview: true });
  const audiences = new Set(notified.map(({ audience }) => audience));
  const due = { ...noChanges(), operationIds, serverIds: new Set(serverIds), audiences, overflowed: false };
  const { batch } = await reader.read(due);
  const recipient = { readDetail: createDetailReader(db, options), role: options.role };
  return { ...(await liveUpdate(db, batch, recipient)), at: at.toISOString() };
}

/** Those that were seen, added or removed since, and those that are not ready: their rows do not say when they changed. */
async function readChangedServers(db: Database, from: Date): Promise<string[]> {
  const since = { gte: from };
  const rows = await db.server.findMany({
    where: {
      OR: [
        { status: { notIn: ['ready', 'removed'] } },
        ...[{ createdAt: since }, { removedAt: since }, { factsAt: since }, { lastSeenAt: since }],
      ],
    },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
