import type { Client, ClientChannel } from 'ssh2';
import type { HostError } from '../engine/host-error';
import { rest } from '../engine/rest';
import { ChannelGate } from './channel-gate';
import { linkLost } from './ssh-errors';

export interface ExecOptions {
  input?: Uint8Array;
  /** Awaited: that is the backpressure. */
  onOutput?: (chunk: Buffer) => Promise<void> | void;
  onErrorOutput?: (chunk: Buffer) => Promise<void> | void;
  /** A server that has said nothing final by then counts as lost. */
  timeoutMs: number;
  signal?: AbortSignal;
}

const REFUSED_TRIES = 50;
const REFUSED_MS = 100;

/** A connection that stands, until `lost` is aborted. */
export class Connection {
  readonly host: string;
  readonly #client: Client;
  readonly #gate = new ChannelGate();
  readonly #lost = new AbortController();
  #users = 0;

  constructor(client: Client, host: string) {
    this.host = host;
    this.#client = client;
    client.on('error', (error) => this.#lose(error.message));
    client.on('close', () => this.#lose('closed'));
  }

  /** Aborted, with a HostError as reason, when the connection breaks or is closed. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  get idle(): boolean {
    return this.#users === 0;
  }

  close(): void {
    this.#lose('closed by us');
    this.#client.end();
    this.#client.destroy();
  }

  /**
   * Runs a command line and resolves with its exit code. Throws HostError `link_lost` when there is none: the outcome is then
   * unknowable from here. Throws the signal's reason when told to let go; the command may go on.
   */
  async exec(command: string, options: ExecOptions): Promise<number> {
    const timeout = AbortSignal.timeout(options.timeoutMs);
    const signal = AbortSignal.any([this.lost, timeout, ...(options.signal ? [options.signal] : [])]);
    this.#users++;
    try {
      return await this.#exec(command, options, signal);
    } catch (error) {
      options.signal?.throwIfAborted();
      this.lost.throwIfAborted();
      if (timeout.aborted) throw linkLost(this.host, `no answer within ${options.timeoutMs} ms`);
      throw error;
    } finally {
      this.#users--;
    }
  }

  async #exec(command: string, options: ExecOptions, signal: AbortSignal): Promise<number> {
    const place = await this.#gate.enter(signal);
    let channel: ClientChannel | undefined;
    const close = (): void => channel?.close();
    try {
      for (let tries = 1; !channel; tries++)
        channel = await this.#open(command, signal, tries < REFUSED_TRIES ? place.refused : null);
      signal.addEventListener('abort', close, { once: true });
      const exitCode = await converse(channel, options, signal);
      if (exitCode === undefined) throw linkLost(this.host, 'the channel closed without an exit code');
      return exitCode;
    } finally {
      signal.removeEventListener('abort', close);
      close();
      place.leave();
    }
  }

  /** Undefined when the server refused (MaxSessions) and it may be tried again. */
  async #open(
    command: string,
    signal: AbortSignal,
    onRefused: (() => void) | null,
  ): Promise<ClientChannel | undefined> {
    try {
      return await openChannel(this.#client, command, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!onRefused || !isRefusal(error)) throw linkLost(this.host, (error as Error).message);
      onRefused();
      await rest(REFUSED_MS, signal);
      return undefined;
    }
  }

  #lose(reason: string): void {
    if (!this.lost.aborted) this.#lost.abort(linkLost(this.host, reason) satisfies HostError);
  }
}

/** ssh2 gives an exec no time limit and may throw at once. A channel that opens after we let go is closed. */
function openChannel(client: Client, command: string, signal: AbortSignal): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    const letGo = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', letGo, { once: true });
    client.exec(command, (error, channel) => {
      signal.removeEventListener('abort', letGo);
      if (error) reject(error);
      else if (signal.aborted) channel.close();
      else resolve(channel);
    });
  });
}

const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'reason' in error && typeof error.reason === 'number';

/**
 * Sends the input, hears both streams to their end, answers with the exit code if there was one.
 * When it throws, nobody is being told of a chunk any more.
 */
async function converse(
  channel: ClientChannel,
  options: ExecOptions,
  signal: AbortSignal,
): Promise<number | undefined> {
  let exitCode: number | undefined;
  channel.on('exit', (code: number | null) => {
    exitCode = code ?? 255;
  });
  const failure = new AbortController();
  const until = AbortSignal.any([signal, failure.signal]);
  const aborted = new Promise<never>((_, reject) => {
    until.addEventListener('abort', () => reject(until.reason as Error), { once: true });
    channel.once('error', reject);
  });
  const closed = new Promise<void>((resolve) => channel.once('close', resolve));
  const parts = [
    Promise.race([closed, aborted]),
    hear(channel, options.onOutput, aborted),
    hear(channel.stderr, options.onErrorOutput, aborted),
  ];
  for (const part of parts) part.catch((error: unknown) => failure.abort(error));
  channel.end(options.input);
  await Promise.allSettled(parts);
  until.throwIfAborted();
  return exitCode;
}

async function hear(
  stream: NodeJS.ReadableStream,
  use: ExecOptions['onOutput'],
  aborted: Promise<never>,
): Promise<void> {
  const chunks = stream[Symbol.asyncIterator]();
  for (;;) {
    const chunk = await Promise.race([chunks.next(), aborted]);
    if (chunk.done) return;
    await use?.(chunk.value as Buffer);
  }
}
