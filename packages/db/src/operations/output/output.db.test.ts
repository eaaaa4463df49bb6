import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase } from '../../client';
import { appendOutput } from './append-output';
import { readEvents } from '../events/read-events';
import { readOutput } from './read-output';
import { runningCommand } from '../../testing/running-command';

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

const MIB = 1024 * 1024;

const running = () => runningCommand(db);

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text));

async function stored(operationId: string): Promise<string> {
  const chunks = await readOutput(db, { operationId, after: 0, limitBytes: 64 * MIB });
  return Buffer.concat(chunks.map(({ bytes }) => bytes)).toString();
}

test('two attempts that overlap store every byte once, in order', async () => {
  const command = await running();
  const text = Array.from({ length: 500 }, (_, i) => `line ${i}\n`).join('');
  const attempt = async (size: number): Promise<void> => {
    for (let offset = 0; offset < text.length;) {
      offset = await appendOutput(db, {
        ...command,
        offset,
        bytes: bytesOf(text.slice(offset, offset + size)),
      });
    }
  };
  await Promise.all([attempt(97), attempt(131), attempt(89)]);
  expect(await stored(command.operationId)).toBe(text);
  const chunks = await readOutput(db, { operationId: command.operationId, after: 0, limitBytes: MIB });
  expect(chunks.map(({ n }) => n)).toEqual(chunks.map((_, i) => i + 1));
});

test('a part that overlaps is cut to what is new, one that is stored is dropped, a gap is refused', async () => {
  const command = await running();
  expect(await appendOutput(db, { ...command, offset: 0, bytes: bytesOf('abcdef') })).toBe(6);
  expect(await appendOutput(db, { ...command, offset: 3, bytes: bytesOf('defghi') })).toBe(9);
  expect(await appendOutput(db, { ...command, offset: 2, bytes: bytesOf('cde') })).toBe(9);
  await expect(appendOutput(db, { ...command, offset: 12, bytes: bytesOf('x') })).rejects.toThrow(
    'leaves a gap after 9',
  );
  expect(await stored(command.operationId)).toBe('abcdefghi');
});

test('a long output keeps its head and its tail, and says what is missing, once', async () => {
  const command = await running();
  for (let part = 0; part < 48; part++) {
    const bytes = new Uint8Array(MIB / 4).fill(part + 1);
    await appendOutput(db, { ...command, offset: (part * MIB) / 4, bytes });
  }
  const chunks = await readOutput(db, { operationId: command.operationId, after: 0, limitBytes: 64 * MIB });
  const parts = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => ((from + i) * MIB) / 4);
  expect(chunks.map(({ offset }) => offset)).toEqual([...parts(0, 16), ...parts(32, 48)]);
  const { gapFrom, gapTo, nextOffset } = await db.command.findUniqueOrThrow({
    where: { id: command.commandId },
  });
  expect([gapFrom, gapTo, nextOffset]).toEqual([BigInt(4 * MIB), BigInt(8 * MIB), BigInt(12 * MIB)]);
  const events = await readEvents(db, { operationId: command.operationId, after: 0 });
  expect(events.filter(({ type }) => type === 'output_capped')).toHaveLength(1);
});

const KIB = 1024;
const numbered = (offset: number, length: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(length).map((_, i) => ((offset + i) / KIB) % 251);

/** What the rows know of a command's output. */
async function known({ operationId, commandId }: { operationId: string; commandId: string }) {
  const { gapFrom, gapTo, nextOffset } = await db.command.findUniqueOrThrow({ where: { id: commandId } });
  const chunks = await readOutput(db, { operationId, after: 0, limitBytes: 64 * MIB });
  for (const { offset, bytes } of chunks)
    expect(Buffer.compare(bytes, numbered(offset, bytes.length))).toBe(0);
  const events = await readEvents(db, { operationId, after: 0 });
  return {
    gap: [gapFrom, gapTo].map((at) => at && Number(at) / KIB),
    next: Number(nextOffset) / KIB,
    pieces: chunks.map(({ offset, bytes }) => [offset / KIB, (offset + bytes.length) / KIB]),
    capEvents: events.filter(({ type }) => type === 'output_capped').length,
  };
}

/** Appends [from, to), in KiB, with so many left out before. Answers the next offset in KiB. */
async function append(
  command: Awaited<ReturnType<typeof running>>,
  [from, to]: readonly [number, number],
  skippedBytes = 0,
): Promise<number> {
  const bytes = numbered(from * KIB, (to - from) * KIB);
  return (
    (await appendOutput(db, { ...command, offset: from * KIB, bytes, skippedBytes: skippedBytes * KIB })) /
    KIB
  );
}

test('what is left out of the middle is known with the part after it, and reported once', async () => {
  const command = await running();
  await append(command, [0, 4096]);
  expect(await append(command, [6000, 6100], 6000 - 4096)).toBe(6100);
  expect(await known(command)).toEqual({
    ...{ gap: [4096, 6000], next: 6100, capEvents: 1 },
    pieces: [
      [0, 4096],
      [6000, 6100],
    ],
  });
  await append(command, [20_000, 20_010], 13_900);
  await append(command, [20_010, 24_096]);
  expect(await known(command)).toEqual({
    ...{ gap: [4096, 20_000], next: 24_096, capEvents: 1 },
    pieces: [
      [0, 4096],
      [20_000, 20_010],
      [20_010, 24_096],
    ],
  });
});

test.each([
  { what: 'nothing of it', stored: [], end: 6100, gap: [4096, 6000], pieces: [[6000, 6100]] },
  {
    ...{ what: 'a part of what is left out', stored: [[4096, 5000]], end: 6100, gap: [5000, 6000] },
    pieces: [
      [4096, 5000],
      [6000, 6100],
    ],
  },
  {
    ...{ what: 'just what is left out', stored: [[4096, 6000]], end: 6100, gap: [null, null] },
    pieces: [
      [4096, 6000],
      [6000, 6100],
    ],
  },
  {
    ...{ what: 'into the part', stored: [[4096, 6040]], end: 6100, gap: [null, null] },
    pieces: [
      [4096, 6040],
      [6040, 6100],
    ],
  },
  { what: 'all of it', stored: [[4096, 6200]], end: 6200, gap: [null, null], pieces: [[4096, 6200]] },
])('a part with bytes left out, and another attempt has stored $what', async (expected) => {
  const command = await running();
  await append(command, [0, 4096]);
  for (const [from = 0, to = 0] of expected.stored) await append(command, [from, to]);
  expect(await append(command, [6000, 6100], 6000 - 4096)).toBe(expected.end);
  expect(await known(command)).toEqual({
    ...{ gap: expected.gap, next: expected.end, capEvents: expected.gap[0] === null ? 0 : 1 },
    pieces: [[0, 4096], ...expected.pieces],
  });
});

test('more missing than was left out is refused, and so is a part that leaves out of the head', async () => {
  const command = await running();
  await append(command, [0, 4000]);
  await expect(append(command, [6000, 6100], 1000)).rejects.toThrow('leaves a gap');
  await expect(append(command, [6000, 6100], 2000)).rejects.toThrow('out of its head');
  expect(await known(command)).toMatchObject({ next: 4000, gap: [null, null], capEvents: 0 });
});

test('two attempts that leave out at different places keep every offset true', async () => {
  const command = await running();
  const END = 30_000;
  const attempt = async (size: number, skippedBytes: number): Promise<void> => {
    for (let next = 0; next < END;) {
      const skip = next >= 4096 && next + skippedBytes + size < END - 4096 ? skippedBytes : 0;
      const to = Math.min(next + skip + size, next < 4096 ? 4096 : END);
      next = await append(command, [next + skip, to], skip);
    }
  };
  await Promise.all([attempt(300, 1000), attempt(470, 0), attempt(210, 1700)]);
  const { pieces, next, capEvents } = await known(command);
  expect([next, capEvents]).toEqual([END, 1]);
  const at = (offset: number): number =>
    pieces.filter(([from = 0, to = 0]) => from <= offset && offset < to).length;
  for (let offset = 0; offset < END; offset += 10) {
    if (offset < 4096 || offset >= END - 4096) expect(at(offset)).toBe(1);
    else expect(at(offset)).toBeLessThanOrEqual(1);
  }
});

test('a reader gets no more than it asked for, but always something', async () => {
  const command = await running();
  for (const part of [0, 1, 2, 3]) {
    await appendOutput(db, { ...command, offset: part * 10, bytes: bytesOf(`${part}`.repeat(10)) });
  }
  const read = async (after: number, limitBytes: number): Promise<number[]> =>
    (await readOutput(db, { operationId: command.operationId, after, limitBytes })).map(({ n }) => n);
  expect(await read(0, 20)).toEqual([1, 2]);
  expect(await read(2, 1)).toEqual([3]);
  expect(await read(4, 20)).toEqual([]);
});
