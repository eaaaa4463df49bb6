import type { Client, ClientChannel } from 'ssh2';
import { joinSignals, raceAbort } from '../../engine/connection/join-signals';
import type { ChunkHandler } from './consume-stream';
import { consumeStream } from './consume-stream';

export interface StreamHandlers {
  input?: Uint8Array | undefined;
  onOutput: ChunkHandler;
  onErrorOutput: ChunkHandler;
}

/** A channel on which a command runs. */
export interface OpenChannel {
  channel: ClientChannel;
  /** When it has closed: the command's exit code, if there was one. */
  ended: Promise<number | undefined>;
}

/**
 * Runs a command line. ssh2 gives that no time limit and may throw at once; a channel that opens after the abort is closed.
 * A short command ends in the same packet in which it began: so the end is awaited here, in ssh2's own callback.
 */
export function openChannel(client: Client, command: string, signal: AbortSignal): Promise<OpenChannel> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    client.exec(command, (error, channel) => {
      signal.removeEventListener('abort', onAbort);
      if (error) return reject(error);
      if (signal.aborted) return channel.close();
      resolve({ channel, ended: exitCodeOf(channel) });
    });
  });
}

function exitCodeOf(channel: ClientChannel): Promise<number | undefined> {
  const ended = new Promise<number | undefined>((resolve, reject) => {
    let exitCode: number | undefined;
    channel.on('exit', (code: number | null) => {
      exitCode = code ?? 255;
    });
    channel.once('close', () => resolve(exitCode));
    channel.once('error', reject);
  });
  ended.catch(() => undefined);
  return ended;
}

/** Whether the server would not open one more channel (MaxSessions): then nothing was run. */
export function isRefusedChannel(error: unknown): boolean {
  return error instanceof Error && 'reason' in error && typeof error.reason === 'number';
}

/**
 * Sends the input, reads both streams to their end and resolves with the exit code, if there was one.
 * Once it throws, no handler is running or called again.
 */
export async function runToCompletion(
  { channel, ended }: OpenChannel,
  handlers: StreamHandlers,
  signal: AbortSignal,
): Promise<number | undefined> {
  const joined = joinSignals(signal);
  const parts = [
    raceAbort(ended, joined.signal),
    consumeStream(channel, handlers.onOutput, joined.signal),
    consumeStream(channel.stderr, handlers.onErrorOutput, joined.signal),
  ];
  for (const part of parts) part.catch((error: unknown) => joined.abort(error));
  channel.end(handlers.input);
  await Promise.allSettled(parts);
  joined.release();
  joined.signal.throwIfAborted();
  return ended;
}
