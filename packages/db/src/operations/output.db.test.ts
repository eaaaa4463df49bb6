import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase } from '../client';
import { drive } from '../testing/drive';
import { insertServer, submission, submitted } from '../testing/rows';
import { appendOutput } from './append-output';
import { readEvents } from './read-events';
import { readOutput } from './read-output';

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

const MIB = 1024 * 1024;

async function running(): Promise<{ operationId: string; commandId: string; milestone: number }> {
  const operationId = await submitted(db, submission(await insertServer(db)));
  const driven = drive(db, operationId);
  await driven.open();
  await driven.prepare();
  return { operationId, commandId: (await driven.begin(1)).id, milestone: 1 };
}

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
