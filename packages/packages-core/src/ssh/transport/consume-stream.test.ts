import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { consumeStream } from './consume-stream';

const never = new AbortController().signal;

function held(): { promise: Promise<void>; onAbort: () => void } {
  let onAbort = (): void => undefined;
  const promise = new Promise<void>((resolve) => (onAbort = resolve));
  return { promise, onAbort };
}

async function turns(): Promise<void> {
  for (let n = 0; n < 10; n++) await turn();
}

test.each([
  { what: 'who answers at once', use: () => undefined },
  { what: 'who takes a while', use: () => turn() },
])('$what hears every chunk in order, and the end', async ({ use }) => {
  const stream = new PassThrough();
  const heard: string[] = [];
  const done = consumeStream(stream, (chunk) => (heard.push(chunk.toString()), use()), never);
  for (let n = 0; n < 50; n++) {
    stream.write(`${n} `);
    if (n % 7 === 0) await turn();
  }
  stream.end();
  await done;
  expect(heard.join('')).toBe(Array.from({ length: 50 }, (_, n) => `${n} `).join(''));
});

test('a stream that has ended before anybody listened is heard', async () => {
  const stream = new PassThrough();
  stream.end('all of it');
  await turns();
  let heard = '';
  await consumeStream(stream, (chunk) => void (heard += chunk.toString()), never);
  expect(heard).toBe('all of it');
});

test('no second chunk is delivered while the first is in progress, nor the end', async () => {
  const stream = new PassThrough();
  const { promise, onAbort } = held();
  const heard: string[] = [];
  let over = false;
  const done = consumeStream(stream, (chunk) => (heard.push(chunk.toString()), promise), never).then(() => {
    over = true;
  });
  stream.write('a');
  await turns();
  stream.end('b');
  await turns();
  expect([heard, over]).toEqual([['a'], false]);
  onAbort();
  await done;
  expect(heard).toEqual(['a', 'b']);
});

test('after an abort it throws the reason once the chunk in progress is done, and delivers no other', async () => {
  const stream = new PassThrough();
  const { promise, onAbort } = held();
  const controller = new AbortController();
  const heard: string[] = [];
  let over = false;
  const done = consumeStream(
    stream,
    (chunk) => (heard.push(chunk.toString()), promise),
    controller.signal,
  ).finally(() => (over = true));
  done.catch(() => undefined);
  stream.write('a');
  await turns();
  stream.write('b');
  controller.abort(new Error('let go'));
  await turns();
  expect(over).toBe(false);
  onAbort();
  await expect(done).rejects.toThrow('let go');
  stream.write('c');
  await turns();
  expect(heard).toEqual(['a']);
});

test.each([
  {
    what: 'throws',
    use: () => {
      throw new Error('not stored');
    },
  },
  { what: 'answers with a failure', use: () => Promise.reject(new Error('not stored')) },
])('what the listener $what is thrown, and nothing more is delivered', async ({ use }) => {
  const stream = new PassThrough();
  let heard = 0;
  const done = consumeStream(stream, () => (heard++, use()), never);
  stream.write('a');
  stream.write('b');
  await expect(done).rejects.toThrow('not stored');
  stream.write('c');
  await turns();
  expect(heard).toBe(1);
});

test('an aborted signal gets nothing; a broken stream throws its error', async () => {
  const stream = new PassThrough();
  stream.write('a');
  let heard = 0;
  await expect(
    consumeStream(stream, () => void heard++, AbortSignal.abort(new Error('gone'))),
  ).rejects.toThrow('gone');
  stream.destroy(new Error('broken'));
  await turns();
  expect(heard).toBe(0);
  const broken = new PassThrough();
  const done = consumeStream(broken, () => undefined, never);
  broken.destroy(new Error('broken'));
  await expect(done).rejects.toThrow('broken');
});
