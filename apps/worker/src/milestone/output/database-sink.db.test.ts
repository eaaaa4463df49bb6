import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase } from '@milepost/db/client';
import { OUTPUT_RETENTION } from '@milepost/db/operations/output/output-retention';
import { readEvents } from '@milepost/db/operations/events/read-events';
import { readOutput } from '@milepost/db/operations/output/read-output';
import type { DatabaseSink, SinkOptions } from './database-sink';
import { createDatabaseSink } from './database-sink';
import { runningCommand } from '@milepost/db/testing/running-command';

const db = createDatabase(inject('databaseUrl'), { poolSize: 4 });
afterAll(() => db.$disconnect());

const CHUNK = 32 * 1024;
const WHOLE = OUTPUT_RETENTION.head + OUTPUT_RETENTION.tail;
const LONG = WHOLE + 20 * 1024 * 1024 + 5;
/** Repeats nowhere near a chunk's length, so that a piece in a wrong place is seen. */
const story = Buffer.alloc(
  LONG,
  Uint8Array.from({ length: 65_521 }, (_, i) => (i * 31 + (i >> 8)) % 251),
);

const running = () => runningCommand(db);

const sinkOf = (
  command: Awaited<ReturnType<typeof running>>,
  {
    offset = 0,
    onWait = (): void => undefined,
    onWarning = (): void => undefined,
  }: Partial<Pick<SinkOptions, 'offset' | 'onWait' | 'onWarning'>> = {},
): DatabaseSink =>
  createDatabaseSink({ db, ...command, offset, marks: 0, onStored: () => undefined, onWait, onWarning });

/** As fast as the sink lets it. */
async function flood(sink: DatabaseSink, from: number, to: number): Promise<void> {
  for (let offset = from; offset < to; offset += CHUNK)
    await sink.output({ offset, bytes: story.subarray(offset, Math.min(to, offset + CHUNK)) });
}

async function kept({ operationId, commandId }: { operationId: string; commandId: string }) {
  const chunks = await readOutput(db, { operationId, after: 0, limitBytes: 2 * LONG });
  for (const { offset, bytes } of chunks)
    expect(Buffer.compare(bytes, story.subarray(offset, offset + bytes.length))).toBe(0);
  const { nextOffset } = await db.command.findUniqueOrThrow({ where: { id: commandId } });
  const events = await readEvents(db, { operationId, after: 0 });
  const missing: [number, number][] = [];
  let end = 0;
  for (const { offset, bytes } of chunks) {
    if (offset !== end) missing.push([end, offset]);
    end = offset + bytes.length;
  }
  expect(end).toBe(Number(nextOffset));
  const size = chunks.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return { end, missing, size, reports: events.filter(({ type }) => type === 'output_capped').length };
}

test('what comes faster than it is stored keeps its head and its tail, and only the middle is let go', async () => {
  const command = await running();
  const sink = sinkOf(command);
  await flood(sink, 0, LONG);
  await sink.drained({ done: true });
  const { end, missing, size, reports } = await kept(command);
  expect([end, reports]).toEqual([LONG, 1]);
  expect(size).toBeLessThan(WHOLE + 2 * 1024 * 1024);
  expect(missing.length).toBeGreaterThan(0);
  for (const [from, to] of missing) {
    expect(from).toBeGreaterThanOrEqual(OUTPUT_RETENTION.head);
    expect(to).toBeLessThanOrEqual(LONG - OUTPUT_RETENTION.tail);
  }
});

test('as much as is kept is stored whole, however fast it comes', async () => {
  const command = await running();
  const sink = sinkOf(command);
  await flood(sink, 0, WHOLE);
  await sink.drained({ done: true });
  expect(await kept(command)).toMatchObject({ end: WHOLE, missing: [], size: WHOLE, reports: 0 });
});

test('an attempt that goes on where another died keeps as much', async () => {
  const command = await running();
  const first = sinkOf(command);
  await flood(first, 0, LONG - 1024 * 1024);
  // The worker dies. What it discarded without reporting is unknown to the rows, and another worker continues from there.
  const { nextOffset } = await db.command.findUniqueOrThrow({ where: { id: command.commandId } });
  const second = sinkOf(command, { offset: Number(nextOffset) });
  await flood(second, Number(nextOffset), LONG);
  await Promise.all([first.drained({ done: true }), second.drained({ done: true })]);
  const { end, missing, reports } = await kept(command);
  expect([end, reports]).toEqual([LONG, 1]);
  for (const [from, to] of missing) {
    expect(from).toBeGreaterThanOrEqual(OUTPUT_RETENTION.head);
    expect(to).toBeLessThanOrEqual(LONG - OUTPUT_RETENTION.tail);
  }
});

test('a middle that the server left out is a gap, reported once; another attempt that goes on before it stores nothing twice', async () => {
  const command = await running();
  const sink = sinkOf(command);
  await flood(sink, 0, OUTPUT_RETENTION.head + 1024 * 1024);
  await flood(sink, LONG - OUTPUT_RETENTION.tail, LONG);
  await sink.drained({ done: true });
  const late = sinkOf(command, { offset: OUTPUT_RETENTION.head });
  await flood(late, OUTPUT_RETENTION.head, LONG);
  await late.drained({ done: true });
  const { end, missing, size, reports } = await kept(command);
  expect([end, reports]).toEqual([LONG, 1]);
  expect(size).toBeGreaterThanOrEqual(WHOLE);
  expect(size).toBeLessThan(WHOLE + 2 * 1024 * 1024);
  expect(missing).toHaveLength(1);
  expect(missing[0]?.[1]).toBe(LONG - OUTPUT_RETENTION.tail);
});

test('what a script waits for is not shown any more where what came after it was left out', async () => {
  const waits: unknown[] = [];
  const sink = sinkOf(await running(), { onWait: (wait) => waits.push(wait) });
  const telling = Buffer.from('\u001b]6973;waiting;3;the dpkg lock\u0007');
  await sink.output({ offset: 0, bytes: Buffer.concat([telling, story.subarray(0, OUTPUT_RETENTION.head)]) });
  expect(waits).toEqual([{ kind: 'waiting', seconds: 3, for: 'the dpkg lock' }]);
  await sink.output({ offset: LONG, bytes: story.subarray(0, 10) });
  expect(waits.at(-1)).toBeNull();
  await sink.drained({ done: true });
});

test('where the last mark stands is stored, unless the milestone is done with it', async () => {
  for (const done of [false, true]) {
    const command = await running();
    const sink = sinkOf(command);
    sink.mark({ state: 1, phase: 'apply', offset: 0, uptime: 0 });
    await sink.drained({ done });
    const { marks } = await db.command.findUniqueOrThrow({ where: { id: command.commandId } });
    expect(marks).toBe(done ? 0 : 1);
  }
});
