import type { Transaction } from '@milepost/db/client';
import { hasEnded } from '@milepost/packages-core/contract/statuses';
import type { OperationRow } from './operation-rows';

/** What lies around some operations and is not on their rows: why they wait. */
export interface Surroundings {
  /** Operation → since when its start could not be handed to the workflow engine. */
  unstarted: Map<string, Date>;
  /** Operation → whom it waits behind, and its place in the line (1 is next). */
  line: Map<string, { behind: string; place: number }>;
}

/** A start that takes longer than this to hand over has met an engine that is away. */
const PATIENCE_MS = 3_000;

/** Read for all of them together: two queries at most. */
export async function readSurroundings(db: Transaction, rows: OperationRow[]): Promise<Surroundings> {
  const open = rows.filter(({ status }) => !hasEnded(status));
  const [unstarted, line] = await Promise.all([readUnstarted(db, open), readLine(db, open)]);
  return { unstarted, line };
}

async function readUnstarted(db: Transaction, open: OperationRow[]): Promise<Surroundings['unstarted']> {
  const ids = open.filter(({ status }) => status === 'queued').map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const waiting = await db.outbox.findMany({
    where: {
      operationId: { in: ids },
      kind: 'start',
      sentAt: null,
      createdAt: { lt: new Date(Date.now() - PATIENCE_MS) },
    },
    select: { operationId: true, createdAt: true },
  });
  return new Map(waiting.map(({ operationId, createdAt }) => [operationId, createdAt]));
}

async function readLine(db: Transaction, open: OperationRow[]): Promise<Surroundings['line']> {
  const waiting = open.filter(({ laneEntry }) => laneEntry?.waiting);
  if (waiting.length === 0) return new Map();
  const lanes = await db.lane.findMany({
    where: { id: { in: [...new Set(waiting.map(({ serverId }) => serverId))] } },
    select: {
      holder: true,
      entries: { where: { waiting: true }, orderBy: { place: 'asc' }, select: { operationId: true } },
    },
  });
  const holders = await db.operation.findMany({
    where: { id: { in: lanes.flatMap(({ holder }) => holder ?? []) } },
    select: { id: true, title: true },
  });
  const titles = new Map(holders.map(({ id, title }) => [id, title]));
  return new Map(
    lanes.flatMap(({ holder, entries }) => {
      const behind = titles.get(holder ?? '') ?? 'another operation';
      return entries.map(({ operationId }, index) => [operationId, { behind, place: index + 1 }] as const);
    }),
  );
}
