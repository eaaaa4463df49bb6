import type { Client } from 'ssh2';
import { rest } from '../engine/rest';
import type { OpenChannel, Talk } from './channel';
import { converse, isRefusedChannel, openChannel } from './channel';
import type { ChannelPlace } from './channel-gate';
import { ChannelGate } from './channel-gate';
import { linkLost } from './ssh-errors';

export interface ExecOptions extends Talk {
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
  /** When the last use ended, by performance.now(). */
  #usedAt = performance.now();

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

  /** How long nobody has used it, in milliseconds. */
  get idleMs(): number {
    return this.#users > 0 ? 0 : performance.now() - this.#usedAt;
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
      this.#usedAt = performance.now();
    }
  }

  async #exec(command: string, talk: Talk, signal: AbortSignal): Promise<number> {
    const { open, place } = await this.#open(command, signal);
    const close = (): void => open.channel.close();
    signal.addEventListener('abort', close, { once: true });
    try {
      const exitCode = await converse(open, talk, signal);
      if (exitCode === undefined) throw linkLost(this.host, 'the channel closed without an exit code');
      return exitCode;
    } finally {
      signal.removeEventListener('abort', close);
      close();
      place.leave();
    }
  }

  /** Where the server refuses one more channel, it waits for one of ours to close. */
  async #open(command: string, signal: AbortSignal): Promise<{ open: OpenChannel; place: ChannelPlace }> {
    for (let tries = 1; ; tries++) {
      const place = await this.#gate.enter(signal);
      try {
        return { open: await openChannel(this.#client, command, signal), place };
      } catch (error) {
        const refused = isRefusedChannel(error);
        if (refused) place.refused();
        place.leave();
        signal.throwIfAborted();
        if (!refused || tries === REFUSED_TRIES) throw linkLost(this.host, (error as Error).message);
        await rest(REFUSED_MS, signal);
      }
    }
  }

  #lose(reason: string): void {
    if (!this.lost.aborted) this.#lost.abort(linkLost(this.host, reason));
  }
}
