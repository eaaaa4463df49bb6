import { encodeRequest } from '../engine/request';
import type {
  AttachOptions,
  CommandAnswer,
  CommandRef,
  DurableCommand,
  FollowOptions,
  Host,
  HostSink,
  ReadAnswer,
  ReadOptions,
  SpoolState,
  StartOptions,
  StopAnswer,
  StopOptions,
} from '../engine/host';
import { HostRefusal } from '../engine/host-error';
import type { Connection } from './connection';
import { readOnHost } from './read';
import { linkLost, unusable } from './ssh-errors';
import type { SupervisorCall, SupervisorPlace } from './supervisor-call';
import { callSupervisor } from './supervisor-call';
import type { Word } from './supervisor-words';
import { parseAnswer, parseRefusal, parseStopped } from './supervisor-words';

export interface Place extends Omit<SupervisorPlace, 'spool'> {
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

/** The exit code of timeout(1). */
const TIMED_OUT = 124;

type Following = CommandAnswer | { kind: 'running' };

/** A boot and a connection end together; only the count goes on, and an intent may know a lower one. */
const lastSpools = new WeakMap<Connection, SpoolState>();

/** A server over one ssh connection. */
export class SshHost implements Host {
  readonly #connection: Connection;
  readonly #place: SupervisorPlace & { startSeconds: number };

  constructor(connection: Connection, place: Place) {
    this.#connection = connection;
    this.#place = { spool: SPOOL, startSeconds: START_SECONDS, ...place };
  }

  async spool(): Promise<SpoolState> {
    let text = '';
    const sink = {
      output: ({ bytes }: { bytes: Uint8Array }) => {
        text += Buffer.from(bytes).toString('latin1');
        return Promise.resolve();
      },
      mark: () => undefined,
    };
    await this.#tell({ verb: 'spool', args: [], sink, timeoutSeconds: SHORT_SECONDS });
    const [id = '', claims = '', bootId = ''] = text.split('\n');
    if (!id || !bootId) throw unusable(this.#connection.host, 'it gives no account of its spool');
    const state = { id, claims: Number(claims), bootId };
    lastSpools.set(this.#connection, state);
    return state;
  }

  lastSpool(): SpoolState | null {
    return lastSpools.get(this.#connection) ?? null;
  }

  async start(command: DurableCommand, options: StartOptions): Promise<Following> {
    let claimed = false;
    const output = limited(options);
    const call = (probe: 0 | 1): SupervisorCall => ({
      verb: 'start',
      args: [options.waitSeconds, probe, output.limit],
      input: encodeRequest(command, options.secrets),
      sink: output.sink,
      signal: options.signal,
      timeoutSeconds: this.#place.startSeconds + options.waitSeconds,
      onWord: async ([word, claims]: Word) => {
        if (claimed || (word !== 'claimed' && word !== 'present')) return;
        claimed = true;
        await options.onClaimed(Number(claims));
      },
    });
    const answer = await this.#hear(call(1));
    if (answer?.kind === 'refused') lastSpools.delete(this.#connection);
    if (output.reached()) return { kind: 'running' };
    // Checks that take so long are left to the executor, which nobody waits for.
    return answer ?? (claimed ? { kind: 'running' } : this.#follow(call(0)));
  }

  async attach({ operation, key }: CommandRef, options: AttachOptions): Promise<Following> {
    const { from, tail, waitSeconds, signal } = options;
    const output = limited(options);
    const answer = await this.#follow({
      verb: 'attach',
      args: [operation, key, from.offset, from.mark, waitSeconds, output.limit, ...(tail ? [tail] : [])],
      sink: output.sink,
      signal,
      timeoutSeconds: waitSeconds + DRAIN_SECONDS,
    });
    return output.reached() ? { kind: 'running' } : answer;
  }

  async pause({ operation, key }: CommandRef): Promise<void> {
    await this.#tell({ verb: 'pause', args: [operation, key], timeoutSeconds: SHORT_SECONDS });
  }

  async fence(operation: string, fence: number): Promise<void> {
    await this.#raise({ verb: 'fence', args: [operation, fence], timeoutSeconds: SHORT_SECONDS });
  }

  async close(operation: string, fence: number): Promise<void> {
    await this.#raise({ verb: 'close', args: [operation, fence], timeoutSeconds: SHORT_SECONDS });
  }

  async stop({ operation, key }: CommandRef, options: StopOptions): Promise<StopAnswer> {
    const { words } = await this.#tell({
      verb: 'stop',
      args: [operation, key, options.fence, options.dpkgSeconds, options.graceSeconds, options.force ? 1 : 0],
      signal: options.signal,
      timeoutSeconds: options.dpkgSeconds + options.graceSeconds + STOP_SECONDS,
    });
    const [, ...stopped] = words.find(([word]) => word === 'stopped') ?? [];
    const answer = parseStopped(stopped);
    if (!answer) throw linkLost(this.#connection.host, 'the stop ended without an answer');
    // What ran was stopped although the spool could not be written; what is late must still be kept out.
    if (words.some(([word]) => word === 'unfenced')) await this.fence(operation, options.fence);
    return answer;
  }

  read(script: string, options: ReadOptions = {}): Promise<ReadAnswer> {
    return readOnHost(this.#connection, this.#place, { script, ...options });
  }

  async #follow(call: SupervisorCall): Promise<Following> {
    const answer = await this.#hear(call);
    if (answer) return answer;
    // A slow link took longer for the output than it was given. What was sent is not sent again.
    if (call.verb === 'attach') return { kind: 'running' };
    throw linkLost(this.#connection.host, 'the command was not claimed in time');
  }

  /** Null when the call came to its time limit. */
  async #hear(call: SupervisorCall): Promise<Following | null> {
    const { words, exitCode } = await callSupervisor(this.#connection, this.#place, call);
    const answer = words.map(parseAnswer).findLast((known) => known !== null) ?? null;
    if (answer || exitCode === TIMED_OUT) return answer;
    throw linkLost(this.#connection.host, `the supervisor gave no answer (exit code ${exitCode})`);
  }

  /** In records that were put back from a copy no fence would hold: the spool gets another name first. */
  async #raise(call: SupervisorCall): Promise<void> {
    try {
      const { words } = await this.#tell(call);
      if (words.some(([word]) => word === 'made')) lastSpools.delete(this.#connection); // it was deleted: this is another
    } catch (error) {
      if (!(error instanceof HostRefusal) || error.reason !== 'spool_restored') throw error;
      await this.spool();
      await this.#tell(call);
    }
  }

  /** Calls a verb that either does what it says or refuses. */
  async #tell(call: SupervisorCall): Promise<{ words: Word[] }> {
    const { words, exitCode } = await callSupervisor(this.#connection, this.#place, call);
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
function limited({ sink, limit = NO_LIMIT }: FollowOptions) {
  let bytes = 0;
  const counting: HostSink = {
    output(chunk) {
      bytes += chunk.bytes.length;
      return sink.output(chunk);
    },
    mark: (mark) => sink.mark(mark),
  };
  return { sink: counting, limit, reached: () => bytes >= limit };
}
