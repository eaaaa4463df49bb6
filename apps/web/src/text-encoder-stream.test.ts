import { expect, test } from 'vitest';
import { QuickTextEncoderStream } from './text-encoder-stream';

const TEXTS = [
  '',
  'plain',
  'naïve – “quotes”',
  '🙂',
  'a🙂b👩‍👩‍👧c',
  '\ud83d',
  '\ude42',
  'x\ud83d',
  '\ude42y',
  '\ud83d\ud83d\ude42',
];

/** Every way to cut it into three pieces. */
const cuts = (text: string): string[][] =>
  Array.from({ length: text.length + 1 }, (_, first) =>
    Array.from({ length: text.length - first + 1 }, (__, second) => [
      text.slice(0, first),
      text.slice(first, first + second),
      text.slice(first + second),
    ]),
  ).flat();

async function through(stream: TextEncoderStream, pieces: readonly string[]): Promise<Buffer> {
  const read = new Response(stream.readable).arrayBuffer();
  const writer = stream.writable.getWriter();
  for (const piece of pieces) await writer.write(piece);
  await writer.close();
  return Buffer.from(await read);
}

test.each(TEXTS.map((text) => [text]))('encodes %j as Node does, wherever it is cut', async (text) => {
  for (const pieces of cuts(text)) {
    const ours = await through(new QuickTextEncoderStream(), pieces);
    expect(ours.equals(await through(new TextEncoderStream(), pieces)), JSON.stringify(pieces)).toBe(true);
  }
});
