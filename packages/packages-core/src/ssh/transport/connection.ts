import type { Socket } from 'node:net';
import type { Client } from 'ssh2';
import type { HostError } from '../../engine/host-error';
import { joinSignals } from '../../engine/connection/join-signals';
import { sleep } from '../../engine/connection/sleep';
import { BoundedBytes } from '../bounds/bounded-bytes';
import type { OpenChannel, StreamHandlers } from './channel';
import { runToCompletion, isRefusedChannel, openChannel } from './channel';
import type { ChannelPermit } from './channel-semaphore';
import { ChannelSemaphore } from './channel-semaphore';
import type { ChunkHandler } from './consume-stream';
import { ProtocolViolation } from '../bounds/protocol-violation';
import { linkLost, protocolViolated } from './ssh-errors';
import { UnclaimedTraffic } from '../bounds/unclaimed-traffic';

export interface ExecOptions extends Partial<StreamHandlers> {
  /** A server that has said nothing final by then counts as lost. */
  timeoutMs: number;
  signal?: AbortSignal;
  /** It does not keep an idle connection from being closed. */
  background?: boolean;
}

export interface Probe {
  command: string;
  timeoutMs: number;
}

const REFUSED_TRIES = 50;
const REFUSED_MS = 100;

/** A connection that stands, until `lost` is aborted. */
export class Connection {
  readonly host: string;
  readonly #client: Client;
  readonly #socket: Socket;
  readonly #unclaimed: UnclaimedTraffic;
  readonly #channels = new ChannelSemaphore();
  readonly #lost = new AbortController();
  #lastByteAt = Date.now();
  #users = 0;
  /** When the last use ended, by performance.now(). */
  #usedAt = performance.now();

  /** @param socket over which the client is going to connect, not connected yet */
  constructor(client: Client, host: string, socket: Socket) {
    this.host = host;
    this.#client = client;
    this.#socket = socket;
    this.#unclaimed = new UnclaimedTraffic(socket, (detail) => {
      this.#abort(new ProtocolViolation('too_much', detail));
    });
    client.on('ready', () => this.#unclaimed.loggedIn());
    client.on('error', (error) => this.#lose(linkLost(host, error.message)));
    client.on('close', () => this.#lose(linkLost(host, 'closed')));
  }

  /** When the last byte came from the server, in milliseconds since the epoch. */
  get lastByteAt(): number {
    return this.#lastByteAt;
  }

  /** Bytes came. */
  received(): void {
    this.#lastByteAt = Date.now();
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
    this.#lose(linkLost(this.host, 'closed by us'));
    this.#client.end();
    this.#socket.destroySoon();
  }

  /**
   * Runs a command line and resolves with its exit code. Throws HostError `link_lost` when there is none: the outcome is then
   * unknowable from here. Throws the signal's reason when aborted; the command may go on. Where who listens throws a
   * ProtocolViolation the connection is closed at once, and this and all other calls over it throw HostError `unusable`.
   */
  async exec(command: string, options: ExecOptions): Promise<number> {
    const { timeoutMs, signal } = options;
    const joined = joinSignals(this.lost, ...(signal ? [signal] : []));
    const timer = setTimeout(() => {
      joined.abort(linkLost(this.host, `no answer within ${timeoutMs} ms`));
    }, timeoutMs);
    if (!options.background) this.#users++;
    try {
      return await this.#exec(command, options, joined.signal);
    } catch (error) {
      if (error instanceof ProtocolViolation) this.#abort(error);
      joined.signal.throwIfAborted();
      throw error;
    } finally {
      clearTimeout(timer);
      joined.release();
      if (!options.background) {
        this.#users--;
        this.#usedAt = performance.now();
      }
    }
  }

  /**
   * Asks for one reply and answers with what the command printed. Where every channel is taken, bytes that came meanwhile are reply
   * enough. Throws HostError `link_lost`.
   */
  async probe({ command, timeoutMs }: Probe): Promise<string> {
    const askedAt = Date.now();
    const printed = new BoundedBytes('the answer to a check');
    try {
      await this.exec(command, { timeoutMs, background: true, onOutput: (chunk) => printed.push(chunk) });
    } catch (error) {
      if (this.lost.aborted || this.#lastByteAt <= askedAt) throw error;
    }
    return printed.text();
  }

  async #exec(command: string, handlers: Partial<StreamHandlers>, signal: AbortSignal): Promise<number> {
    const { open, permit } = await this.#open(command, signal);
    const close = (): void => open.channel.close();
    signal.addEventListener('abort', close, { once: true });
    try {
      const exitCode = await runToCompletion(open, this.#accountingFor(handlers), signal);
      if (exitCode === undefined) throw linkLost(this.host, 'the channel closed without an exit code');
      return exitCode;
    } finally {
      signal.removeEventListener('abort', close);
      close();
      permit.release();
    }
  }

  /** Where the server refuses one more channel, it waits for one of ours to close. */
  async #open(command: string, signal: AbortSignal): Promise<{ open: OpenChannel; permit: ChannelPermit }> {
    for (let tries = 1; ; tries++) {
      const permit = await this.#channels.acquire(signal);
      try {
        return { open: await openChannel(this.#client, command, signal), permit };
      } catch (error) {
        const refused = isRefusedChannel(error);
        if (refused) permit.refused();
        permit.release();
        signal.throwIfAborted();
        if (!refused || tries === REFUSED_TRIES) throw linkLost(this.host, (error as Error).message);
        await sleep(REFUSED_MS, signal);
      }
    }
  }

  /** What a call reads is accounted for. */
  #accountingFor({
    input,
    onOutput = discardUpToLimit(),
    onErrorOutput = discardUpToLimit(),
  }: Partial<StreamHandlers>): StreamHandlers {
    const claiming =
      (use: ChunkHandler): ChunkHandler =>
      (chunk) => {
        this.#unclaimed.claim(chunk.length);
        return use(chunk);
      };
    return { input, onOutput: claiming(onOutput), onErrorOutput: claiming(onErrorOutput) };
  }

  /** Not `close`, which would let the server go on sending until it agrees. */
  #abort(violation: ProtocolViolation): void {
    this.#lose(protocolViolated(this.host, violation));
    this.#socket.destroy();
  }

  #lose(error: HostError): void {
    if (!this.lost.aborted) this.#lost.abort(error);
  }
}

/** For a stream that nobody asked for. */
function discardUpToLimit(): ChunkHandler {
  const dropped = new BoundedBytes('a stream that nobody reads');
  return (chunk) => dropped.push(chunk);
}
