import type { Client, ClientChannel } from 'ssh2';
import type { Use } from './hear';
import { hear } from './hear';

export interface Talk {
  input?: Uint8Array;
  onOutput?: Use;
  onErrorOutput?: Use;
}

/** A channel on which a command runs. */
export interface OpenChannel {
  channel: ClientChannel;
  /** When it has closed: the command's exit code, if there was one. */
  ended: Promise<number | undefined>;
}

/**
 * Runs a command line. ssh2 gives that no time limit and may throw at once; a channel that opens after we let go is closed.
 * A short command ends in the same packet in which it began: so its end is listened for here, in ssh2's own callback.
 */
export function openChannel(client: Client, command: string, signal: AbortSignal): Promise<OpenChannel> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const letGo = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', letGo, { once: true });
    client.exec(command, (error, channel) => {
      signal.removeEventListener('abort', letGo);
      if (error) return reject(error);
      if (signal.aborted) return channel.close();
      resolve({ channel, ended: endOf(channel) });
    });
  });
}

function endOf(channel: ClientChannel): Promise<number | undefined> {
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
 * Sends the input, hears both streams to their end, answers with the exit code if there was one.
 * When it throws, nobody is being told of a chunk any more.
 */
export async function converse(
  { channel, ended }: OpenChannel,
  talk: Talk,
  signal: AbortSignal,
): Promise<number | undefined> {
  const failure = new AbortController();
  const until = AbortSignal.any([signal, failure.signal]);
  const parts = [
    Promise.race([ended, rejectionOf(until)]),
    hear(channel, talk.onOutput ?? ignore, until),
    hear(channel.stderr, talk.onErrorOutput ?? ignore, until),
  ];
  for (const part of parts) part.catch((error: unknown) => failure.abort(error));
  channel.end(talk.input);
  await Promise.allSettled(parts);
  until.throwIfAborted();
  return ended;
}

const ignore: Use = () => undefined;

function rejectionOf(signal: AbortSignal): Promise<never> {
  const rejection = new Promise<never>((_, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
  rejection.catch(() => undefined);
  return rejection;
}
