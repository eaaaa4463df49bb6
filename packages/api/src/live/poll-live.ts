import type { Database } from '@milepost/db/client';
import { createReader } from '@milepost/db/live/follow-reader';
import { readOpenOperations } from '@milepost/db/operations/read-operations';
import { createDetailReader } from '../services/operations/operation-detail';
import type { DetailOptions } from '../services/operations/operation-detail';
import type { LiveUpdate } from '../views';
import { liveUpdate } from './live-update';
import type { Vector } from './vector';

export interface Poll {
  watch: Vector;
  /** `at` of the answer before; nothing at first. */
  since?: string | null | undefined;
}

/** What was being committed while the answer before was read may have come out of order. */
const OVERLAP_MS = 2_000;

/** What the stream would have told since the last answer: for browsers that cannot hold one. */
export async function pollLive(
  db: Database,
  { watch, since }: Poll,
  options: DetailOptions,
): Promise<LiveUpdate & { at: string }> {
  const at = new Date();
  const from = since ? new Date(new Date(since).getTime() - OVERLAP_MS) : at;
  const [open, ended, serverIds] = await Promise.all([
    readOpenOperations(db),
    db.operation.findMany({ where: { endedAt: { gte: from } }, select: { id: true } }),
    readChangedServers(db, from),
  ]);
  const operationIds = new Set([...open, ...ended].map(({ id }) => id).concat(Object.keys(watch)));
  const reader = createReader({ db, watch: new Map(Object.entries(watch)), overview: true });
  const { batch } = await reader.read({ operationIds, serverIds: new Set(serverIds), overflowed: false });
  return { ...(await liveUpdate(db, batch, createDetailReader(db, options))), at: at.toISOString() };
}

/** Those that were seen or added since, and those that are not ready: their rows do not say when they changed. */
async function readChangedServers(db: Database, from: Date): Promise<string[]> {
  const since = { gte: from };
  const rows = await db.server.findMany({
    where: {
      OR: [{ status: { not: 'ready' } }, { createdAt: since }, { factsAt: since }, { lastSeenAt: since }],
    },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
