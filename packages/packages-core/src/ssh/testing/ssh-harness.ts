import type {
  CommandResult,
  DurableCommand,
  Host,
  PhaseMark,
  ReadOptions,
  SpoolState,
} from '../../engine/host';
import type { ConnectionEvent } from '../../engine/connection/with-reconnect';
import { withReconnect } from '../../engine/connection/with-reconnect';
import type { CommandRun } from '../../engine/run-command';
import { runCommand } from '../../engine/run-command';
import type { Connection } from '../transport/connection';
import type { ConnectOptions } from '../transport/connect';
import { connect } from '../transport/connect';
import type { SupervisorOptions } from '../supervisor/ssh-host';
import { SshHost } from '../supervisor/ssh-host';
import type { SshTarget } from '../transport/target';
import { LEDGER, countLines } from './commands';

/** What a test knows of its server. */
export interface ServerAccess {
  host: string;
  port: number;
  privateKey: string;
  hostKey: string;
}

export interface CommandOutcome {
  answer: CommandResult;
  output: Buffer;
  marks: PhaseMark[];
  claims: number[];
  link: ConnectionEvent[];
}

/** A server as a test sees it. Each `host()` is a connection of its own, closed by `end`. */
export class SshHarness {
  readonly signal: AbortSignal;
  readonly #access: ServerAccess;
  readonly #supervisor: Partial<SupervisorOptions>;
  readonly #options: ConnectOptions;
  readonly #end = new AbortController();
  readonly #connections = new Set<Connection>();

  constructor(access: ServerAccess, place: Partial<SupervisorOptions> = {}, options: ConnectOptions = {}) {
    this.#access = access;
    this.#supervisor = place;
    this.#options = options;
    this.signal = this.#end.signal;
  }

  /** `via`: through a relay. */
  target(via: { host: string; port: number } = this.#access): SshTarget {
    const { privateKey, hostKey } = this.#access;
    return { host: via.host, port: via.port, hostKey, username: 'root', login: { privateKey } };
  }

  /** Tries again where sshd drops one of many that log in at once. */
  host(via?: { host: string; port: number }): Promise<SshHost> {
    const link = {
      connect: () => this.#connect(via),
      onConnectionEvent: () => undefined,
      signal: this.signal,
    };
    return withReconnect(link, (host) => Promise.resolve(host as SshHost));
  }

  async #connect(via?: { host: string; port: number }): Promise<SshHost> {
    const connection = await connect(this.target(via), this.#options);
    this.#connections.add(connection);
    connection.lost.addEventListener('abort', () => this.#connections.delete(connection), { once: true });
    return new SshHost(connection, { username: 'root', ...this.#supervisor });
  }

  /** One connection for as long as it lives, then the next. */
  connector(via?: { host: string; port: number }): () => Promise<Host> {
    let current: Connection | undefined;
    return async () => {
      if (!current || current.lost.aborted) {
        current = await connect(this.target(via), this.#options);
        this.#connections.add(current);
      }
      return new SshHost(current, { username: 'root', ...this.#supervisor });
    };
  }

  /** What the server says of its spool now; waits for it to answer. */
  spool(): Promise<SpoolState> {
    const link = { connect: () => this.host(), onConnectionEvent: () => undefined, signal: this.signal };
    return withReconnect(link, (host) => host.spool());
  }

  /** Runs a command to its end as the worker does, and keeps all that it hears. */
  async run(command: DurableCommand, over: Partial<CommandRun> = {}): Promise<CommandOutcome> {
    const chunks: Uint8Array[] = [];
    const outcome = { marks: [] as PhaseMark[], claims: [] as number[], link: [] as ConnectionEvent[] };
    let expected = over.resume?.offset ?? 0;
    const answer = await runCommand({
      command,
      connect: this.connector(),
      secrets: {},
      resume: { claimed: false, offset: 0, marks: 0 },
      sink: {
        output: ({ offset, bytes }) => {
          if (offset !== expected) throw new Error(`byte ${offset} came where ${expected} was due`);
          expected += bytes.length;
          chunks.push(bytes);
          return Promise.resolve();
        },
        mark: (mark) => outcome.marks.push(mark),
      },
      onClaimed: (claims) => Promise.resolve(void outcome.claims.push(claims)),
      onConnectionEvent: (event) => outcome.link.push(event),
      pause: new AbortController().signal,
      signal: this.signal,
      ...over,
    });
    return { answer, output: Buffer.concat(chunks), ...outcome };
  }

  /** Reads from the server over a connection of its own. */
  async read(script: string, options: ReadOptions = {}): Promise<string> {
    const host = await this.host();
    return (await host.read(script, options)).stdout;
  }

  /** How often each command ran. */
  async ledger(): Promise<Map<string, number>> {
    const { stdout } = await (await this.host()).read(`cat ${LEDGER} 2>&-`, { maxBytes: 10_000_000 });
    return countLines(stdout);
  }

  end(): void {
    this.#end.abort(new Error('the test has ended'));
    for (const connection of this.#connections) connection.close();
  }
}
