import { describe, expect, test } from 'vitest';
import type { CommandSink } from '../host';
import type { HeadTailLimit } from './output-assembler';
import { OutputAssembler } from './output-assembler';
import { Redactor } from './redactor';

const SECRET = 'correct-horse-battery';
const STORY = `first ${SECRET} then more, and ${SECRET.slice(0, 6)} at last`;
const SHOWN = STORY.replace(SECRET, '*'.repeat(SECRET.length));

/** A sink that takes its bytes as `answer` says, and what it holds. */
function sinkOf(answer: () => Promise<void> | void) {
  const heard = { text: '', from: 0, calls: 0 };
  const sink: CommandSink = {
    output({ offset, bytes }) {
      heard.calls++;
      expect(offset).toBe(heard.from + heard.text.length);
      const take = (): void => void (heard.text += Buffer.from(bytes).toString());
      const waiting = answer();
      if (waiting) return waiting.then(take);
      take();
    },
    mark: () => undefined,
  };
  return { sink, heard };
}

async function send(tape: OutputAssembler, { upTo = STORY.length, size = 7 } = {}): Promise<void> {
  const { from } = tape.nextRequest();
  const connection = tape.begin(from, () => undefined);
  const bytes = Buffer.from(STORY);
  for (let at = from.offset; at < upTo; at += size)
    await connection.output({ offset: at, bytes: bytes.subarray(at, Math.min(upTo, at + size)) });
}

interface Telling {
  what: string;
  secrets: Record<string, string>;
  shown: string;
  answer: () => Promise<void> | undefined;
}

test.each<Telling>([
  { what: 'without secrets, at once', secrets: {}, shown: STORY, answer: () => undefined },
  { what: 'without secrets, awaited', secrets: {}, shown: STORY, answer: () => Promise.resolve() },
  { what: 'with a secret, at once', secrets: { key: SECRET }, shown: SHOWN, answer: () => undefined },
  { what: 'with a secret, awaited', secrets: { key: SECRET }, shown: SHOWN, answer: () => Promise.resolve() },
])('over links that break anywhere each byte comes once: $what', async ({ secrets, shown, answer }) => {
  for (let first = 0; first <= STORY.length; first++) {
    const { sink, heard } = sinkOf(answer);
    const tape = new OutputAssembler({ sink, secrets, next: { offset: 0, mark: 0 } });
    await send(tape, { upTo: first });
    await send(tape, { size: 11 });
    await tape.end();
    expect(heard.text).toBe(shown);
  }
});

test.each([
  {
    what: 'throws',
    fail: () => {
      throw new Error('not stored');
    },
  },
  { what: 'rejects', fail: () => Promise.reject(new Error('not stored')) },
])('what a sink that $what has not taken is asked for again', async ({ fail }) => {
  let failing = true;
  const { sink, heard } = sinkOf(() => (failing && heard.calls === 3 ? fail() : undefined));
  const tape = new OutputAssembler({ sink, secrets: {}, next: { offset: 0, mark: 0 } });
  await expect(send(tape)).rejects.toThrow('not stored');
  expect(tape.nextRequest().from.offset).toBe(heard.text.length);
  failing = false;
  await send(tape);
  expect(heard.text).toBe(STORY);
});

/** What a server does that prints `text` at once, and is asked until it has no more. Answers with what was shown, by offset. */
async function follow(text: string, outputLimit: HeadTailLimit, { size = 7, cutAfter = Infinity } = {}) {
  const shown: { offset: number; text: string }[] = [];
  const sink: CommandSink = {
    output: ({ offset, bytes }) => void shown.push({ offset, text: Buffer.from(bytes).toString() }),
    mark: () => undefined,
  };
  const tape = new OutputAssembler({
    sink,
    secrets: { key: SECRET },
    outputLimit,
    next: { offset: 0, mark: 0 },
  });
  const bytes = Buffer.from(text);
  let sent = 0;
  for (let more = true; more;) {
    const { from, limit = Infinity, tail = Infinity } = tape.nextRequest();
    const connection = tape.begin(from, () => undefined);
    const begin = Math.max(from.offset, bytes.length - tail);
    const end = Math.min(bytes.length, begin + Math.min(limit, cutAfter));
    for (let at = begin; at < end; at += size)
      await connection.output({ offset: at, bytes: bytes.subarray(at, Math.min(end, at + size)) });
    sent += Math.max(0, end - begin);
    more = end < bytes.length;
  }
  await tape.end();
  return { shown, sent };
}

describe('of a long output its head and its tail are shown, redacted', () => {
  const { context } = new Redactor([SECRET]);
  const KEPT = { head: 300, tail: 200 };
  const text = Array.from({ length: 100 }, (_, n) => `${n}:${SECRET.slice(0, n % 9)} ${SECRET}\n`).join('');
  const redacted = text.replaceAll(SECRET, '*'.repeat(SECRET.length));

  test.each([1, 3, 7, 40, 1000])('in chunks of %d', async (size) => {
    const { shown, sent } = await follow(text, KEPT, { size });
    const seen = new Set<number>();
    for (const piece of shown) {
      expect(piece.text).toBe(redacted.slice(piece.offset, piece.offset + piece.text.length));
      for (let at = 0; at < piece.text.length; at++) seen.add(piece.offset + at);
    }
    const missing = Array.from({ length: text.length }, (_, at) => at).filter((at) => !seen.has(at));
    expect(missing.length).toBeGreaterThan(text.length / 2);
    expect(missing[0]).toBeGreaterThanOrEqual(KEPT.head);
    expect(missing.at(-1)).toBeLessThan(text.length - KEPT.tail);
    expect(sent).toBeLessThan(KEPT.head + KEPT.tail + 10 * context);
  });

  test('nothing is left out of one that is no longer than both', async () => {
    const short = text.slice(0, KEPT.head + KEPT.tail);
    const { shown } = await follow(short, KEPT);
    expect(shown.map((piece) => piece.text).join('')).toBe(redacted.slice(0, short.length));
  });

  test('wherever a link breaks, no byte comes twice and the head is whole', async () => {
    for (let cutAfter = 3 * context; cutAfter < 6 * context; cutAfter++) {
      const { shown } = await follow(text, KEPT, { cutAfter });
      let end = 0;
      for (const piece of shown) {
        expect(piece.offset === end || (end >= KEPT.head && piece.offset > end)).toBe(true);
        expect(piece.text).toBe(redacted.slice(piece.offset, piece.offset + piece.text.length));
        end = piece.offset + piece.text.length;
      }
      expect(end).toBe(text.length);
    }
  });
});

test('without secrets to redact by nothing is shown', async () => {
  const { sink, heard } = sinkOf(() => undefined);
  const tape = new OutputAssembler({ sink, secrets: null, next: { offset: 0, mark: 0 } });
  const connection = tape.begin({ offset: 0, mark: 0 }, () => undefined);
  await connection.output({ offset: 0, bytes: Buffer.from(STORY) });
  await tape.end();
  expect(heard.calls).toBe(0);
});
