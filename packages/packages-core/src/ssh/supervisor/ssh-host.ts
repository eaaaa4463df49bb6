import { encodeRequest, REQUEST_LIMITS, shellQuote } from '../../engine/request';
import type {
  AttachOptions,
  CommandResult,
  CommandRef,
  Confirmation,
  DurableCommand,
  FollowOptions,
  Host,
  HostSink,
  ReadResult,
  ReadOptions,
  SpoolState,
  StartOptions,
  StopResult,
  StopOptions,
} from '../../engine/host';
import { HostError, HostRefusal } from '../../engine/host-error';
import { BoundedBytes } from '../bounds/bounded-bytes';
import type { Connection } from '../transport/connection';
import { runReadOnly } from '../read-only/run-read-only';
import { linkLost } from '../transport/ssh-errors';
import type { SupervisorCall, SupervisorLocation } from './supervisor-call';
import { callSupervisor } from './supervisor-call';
import type { SupervisorMessage } from './supervisor-messages';
import {
  parseConfirmation,
  parseCount,
  parseRefusal,
  parseResult,
  parseSpool,
  parseStopResult,
} from './supervisor-messages';

export interface SupervisorOptions extends Omit<SupervisorLocation, 'spool'> {
  /** /var/lib/milepost when left out. */
  spool?: string;
  /** How long receiving a request, its checks and its claim may take. */
  startSeconds?: number;
}

const SPOOL = '/var/lib/milepost';
const SHORT_SECONDS = 60;
const START_SECONDS = 240;
/** What is left to send when the command has ended. */
const DRAIN_SECONDS = 60;
/** KILL until nobody is left, dpkg's repair. */
const STOP_SECONDS = 400;

/** More than any output has. */
const NO_LIMIT = 1_000_000_000_000;

/** Past the limit: a supervisor of an earlier version, which does not know it, sends all that there is. */
const PAST_LIMIT_BYTES = 256 * 1024 * 1024;

/** The exit code of timeout(1). */
const TIMED_OUT = 124;

type FollowResult = CommandResult | { kind: 'running' };

/** A boot and a connection end together; only the count goes on, and an intent may know a lower one. */
const lastSpools = new WeakMap<Connection, SpoolState>();

/** A server over one ssh connection. */
export class SshHost implements Host {
  readonly #connection: Connection;
  readonly #supervisor: SupervisorLocation & { startSeconds: number };

  constructor(connection: Connection, supervisor: SupervisorOptions) {
    this.#connection = connection;
    this.#supervisor = { spool: SPOOL, startSeconds: START_SECONDS, ...supervisor };
  }

  lastByteAt(): number {
    return this.#connection.lastByteAt;
  }

  async spool(): Promise<SpoolState> {
    const printed = new BoundedBytes('the spool');
    const sink = {
      output: ({ bytes }: { bytes: Uint8Array }) => printed.push(bytes),
      mark: () => undefined,
    };
    await this.#call({ verb: 'spool', args: [], sink, timeoutSeconds: SHORT_SECONDS });
    const state = parseSpool(printed.text());
    if (!state) throw new HostError('unusable', { code: 'spool_unreadable', host: this.#connection.host });
    lastSpools.set(this.#connection, state);
    return state;
  }

  cachedSpool(): SpoolState | null {
    return lastSpools.get(this.#connection) ?? null;
  }

  async start(command: DurableCommand, options: StartOptions): Promise<FollowResult> {
    let claimed = false;
    const output = countBytes(options);
    const call = (probe: 0 | 1): SupervisorCall => ({
      verb: 'start',
      args: [options.waitSeconds, probe, output.limit],
      input: encodeRequest(command, options.secrets),
      sink: output.sink,
      output: { from: 0, limit: output.max },
      signal: options.signal,
      timeoutSeconds: this.#supervisor.startSeconds + options.waitSeconds,
      onMessage: async ([word, claims]: SupervisorMessage) => {
        if (word === 'confirm') options.onGuarded?.(parseCount(claims, REQUEST_LIMITS.states));
        if (claimed || (word !== 'claimed' && word !== 'present')) return;
        claimed = true;
        await options.onClaimed(parseCount(claims));
      },
    });
    const answer = await this.#callForResult(call(1));
    if (answer?.kind === 'refused') lastSpools.delete(this.#connection);
    if (output.reached()) return { kind: 'running' };
    // Checks that take so long are left to the executor, which nobody waits for.
    return answer ?? (claimed ? { kind: 'running' } : this.#callUntilResult(call(0)));
  }

  async attach({ operation, key }: CommandRef, options: AttachOptions): Promise<FollowResult> {
    const { from, tail, waitSeconds, signal } = options;
    const output = countBytes(options);
    const answer = await this.#callUntilResult({
      verb: 'attach',
      args: [operation, key, from.offset, from.mark, waitSeconds, output.limit, ...(tail ? [tail] : [])],
      sink: output.sink,
      output: { from: from.offset, limit: output.max },
      signal,
      onMessage: ([word, state]) => {
        if (word === 'confirm') options.onGuarded?.(parseCount(state, REQUEST_LIMITS.states));
      },
      timeoutSeconds: waitSeconds + DRAIN_SECONDS,
    });
    return output.reached() ? { kind: 'running' } : answer;
  }

  async pause({ operation, key }: CommandRef): Promise<void> {
    await this.#call({ verb: 'pause', args: [operation, key], timeoutSeconds: SHORT_SECONDS });
  }

  async confirm(
    { operation, key }: CommandRef,
    { state, fence }: { state: number; fence: number },
  ): Promise<Confirmation> {
    const args = [operation, key, state, fence];
    const { words } = await this.#call({ verb: 'confirm', args, timeoutSeconds: SHORT_SECONDS });
    const answer = parseConfirmation(words);
    if (!answer) throw linkLost(this.#connection.host, 'the confirmation ended without an answer');
    return answer;
  }

  async fence(operation: string, fence: number): Promise<void> {
    await this.#raiseFence({ verb: 'fence', args: [operation, fence], timeoutSeconds: SHORT_SECONDS });
  }

  async close(operation: string, fence: number): Promise<void> {
    await this.#raiseFence({ verb: 'close', args: [operation, fence], timeoutSeconds: SHORT_SECONDS });
  }

  async stop({ operation, key }: CommandRef, options: StopOptions): Promise<StopResult> {
    const { words } = await this.#call({
      verb: 'stop',
      args: [operation, key, options.fence, options.dpkgSeconds, options.graceSeconds, options.force ? 1 : 0],
      signal: options.signal,
      timeoutSeconds: options.dpkgSeconds + options.graceSeconds + STOP_SECONDS,
    });
    const [, ...stopped] = words.find(([word]) => word === 'stopped') ?? [];
    const answer = parseStopResult(stopped);
    if (!answer) throw linkLost(this.#connection.host, 'the stop ended without an answer');
    // What ran was stopped although the spool could not be written; what is late must still be kept out.
    if (words.some(([word]) => word === 'unfenced')) await this.fence(operation, options.fence);
    return answer;
  }

  read(script: string, options: ReadOptions = {}): Promise<ReadResult> {
    const { captured } = options;
    const captureFile =
      captured === undefined
        ? ''
        : `MP_CAPTURE_FILE=${shellQuote(`${this.#supervisor.spool}/captures/${captured}`)}\n`;
    return runReadOnly(this.#connection, this.#supervisor, { ...options, script: `${captureFile}${script}` });
  }

  async #callUntilResult(call: SupervisorCall): Promise<FollowResult> {
    const answer = await this.#callForResult(call);
    if (answer) return answer;
    // A slow link took longer for the output than it was given. What was sent is not sent again.
    if (call.verb === 'attach') return { kind: 'running' };
    throw linkLost(this.#connection.host, 'the command was not claimed in time');
  }

  /** Null when the call came to its time limit. */
  async #callForResult(call: SupervisorCall): Promise<FollowResult | null> {
    const { words, exitCode } = await callSupervisor(this.#connection, this.#supervisor, call);
    const answer = words.map(parseResult).findLast((known) => known !== null) ?? null;
    if (answer || exitCode === TIMED_OUT) return answer;
    throw linkLost(this.#connection.host, `the supervisor gave no answer (exit code ${exitCode})`);
  }

  /** In records that were put back from a copy no fence would hold: the spool gets another name first. */
  async #raiseFence(call: SupervisorCall): Promise<void> {
    try {
      const { words } = await this.#call(call);
      if (words.some(([word]) => word === 'made')) lastSpools.delete(this.#connection); // it was deleted: this is another
    } catch (error) {
      if (!(error instanceof HostRefusal) || error.reason !== 'spool_restored') throw error;
      await this.spool();
      await this.#call(call);
    }
  }

  /** Calls a verb that either does what it says or refuses. */
  async #call(call: SupervisorCall): Promise<{ words: SupervisorMessage[] }> {
    const { words, exitCode } = await callSupervisor(this.#connection, this.#supervisor, call);
    const [, ...refused] = words.find(([word]) => word === 'refused') ?? [];
    if (refused.length > 0) {
      lastSpools.delete(this.#connection);
      const { reason, detail } = parseRefusal(refused);
      throw new HostRefusal(reason, detail);
    }
    if (exitCode === TIMED_OUT || exitCode > 128)
      throw linkLost(this.#connection.host, `${call.verb} was cut off (exit code ${exitCode})`);
    return { words };
  }
}

/** Counts the output of a call: where it came to its limit the answer may be of a command that has said more. */
function countBytes({ sink, limit = NO_LIMIT }: FollowOptions) {
  let bytes = 0;
  const counting: HostSink = {
    output(chunk) {
      bytes += chunk.bytes.length;
      return sink.output(chunk);
    },
    mark: (mark) => sink.mark(mark),
  };
  return { sink: counting, limit, max: limit + PAST_LIMIT_BYTES, reached: () => bytes >= limit };
}
