import type { Readable } from 'node:stream';
import { finished } from 'node:stream';

/** A promise is awaited before the next chunk: that is the backpressure. Without one the next follows at once. */
export type Use = (chunk: Buffer) => Promise<void> | void;

/**
 * Hands over each chunk as it comes, one at a time, to the stream's end. Throws what `use` throws, the stream's error, or the
 * signal's reason; when it settles nobody is being told of a chunk any more.
 */
export async function hear(stream: Readable, use: Use, signal: AbortSignal): Promise<void> {
  let telling: Promise<void> | undefined;
  let settled = false;
  const ending = new Promise<void>((resolve, reject) => {
    finished(stream, { writable: false }, settle);
    if (signal.aborted) return reject(signal.reason as Error);
    signal.addEventListener('abort', letGo);
    stream.on('data', tell);

    function tell(chunk: Buffer): void {
      try {
        const told = use(chunk);
        if (!told) return;
        stream.pause();
        telling = told.then(goOn, settle);
      } catch (error) {
        settle(error as Error);
      }
    }
    function goOn(): void {
      if (!settled) stream.resume();
    }
    function letGo(): void {
      settle(signal.reason as Error);
    }
    // At once: more chunks may be told of before a promise is heard of.
    function settle(error?: Error | null): void {
      settled = true;
      stream.off('data', tell).pause();
      signal.removeEventListener('abort', letGo);
      if (error) reject(error);
      else resolve();
    }
  });
  await ending.finally(() => telling);
}
