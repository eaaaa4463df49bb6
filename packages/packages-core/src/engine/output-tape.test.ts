import { expect, test } from 'vitest';
import type { CommandSink } from './host';
import { OutputTape } from './output-tape';

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
      const told = answer();
      if (told) return told.then(take);
      take();
    },
    mark: () => undefined,
  };
  return { sink, heard };
}

async function send(tape: OutputTape, { upTo = STORY.length, size = 7 } = {}): Promise<void> {
  const from = tape.from();
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
    const tape = new OutputTape({ sink, secrets, next: { offset: 0, mark: 0 } });
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
  const tape = new OutputTape({ sink, secrets: {}, next: { offset: 0, mark: 0 } });
  await expect(send(tape)).rejects.toThrow('not stored');
  expect(tape.from().offset).toBe(heard.text.length);
  failing = false;
  await send(tape);
  expect(heard.text).toBe(STORY);
});

test('without secrets to redact by nothing is shown', async () => {
  const { sink, heard } = sinkOf(() => undefined);
  const tape = new OutputTape({ sink, secrets: null, next: { offset: 0, mark: 0 } });
  const connection = tape.begin({ offset: 0, mark: 0 }, () => undefined);
  await connection.output({ offset: 0, bytes: Buffer.from(STORY) });
  await tape.end();
  expect(heard.calls).toBe(0);
});
