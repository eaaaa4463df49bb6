import type { Readable } from 'node:stream';
import { finished } from 'node:stream';

/** A promise is awaited before the next chunk: that is the backpressure. Without one the next follows at once. */
export type ChunkHandler = (chunk: Buffer) => Promise<void> | void;

/**
 * Passes each chunk to `handle`, one at a time, until the stream ends. Throws what `handle` throws, the stream's error, or the signal's
 * reason. Once it has settled, `handle` is neither running nor called again.
 */
export async function consumeStream(
  stream: Readable,
  handle: ChunkHandler,
  signal: AbortSignal,
): Promise<void> {
  let handling: Promise<void> | undefined;
  let settled = false;
  const ending = new Promise<void>((resolve, reject) => {
    finished(stream, { writable: false }, settle);
    if (signal.aborted) return reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort);
    stream.on('data', onData);

    function onData(chunk: Buffer): void {
      try {
        const handled = handle(chunk);
        if (!handled) return;
        stream.pause();
        handling = handled.then(resume, settle);
      } catch (error) {
        settle(error as Error);
      }
    }
    function resume(): void {
      if (!settled) stream.resume();
    }
    function onAbort(): void {
      settle(signal.reason as Error);
    }
    // Detaches synchronously: more chunks may arrive before a promise callback runs.
    function settle(error?: Error | null): void {
      settled = true;
      stream.off('data', onData).pause();
      signal.removeEventListener('abort', onAbort);
      if (error) reject(error);
      else resolve();
    }
  });
  await ending.finally(() => handling);
}
