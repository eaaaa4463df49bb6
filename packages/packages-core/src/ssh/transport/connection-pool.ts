import { createHash } from 'node:crypto';
import { raceAbort } from '../../engine/connection/join-signals';
import type { ConnectOptions } from './connect';
import { connect } from './connect';
import type { Connection, Probe } from './connection';
import type { SupervisorOptions } from '../supervisor/ssh-host';
import { SshHost } from '../supervisor/ssh-host';
import type { SshTarget } from './target';

export interface PoolOptions extends ConnectOptions {
  /** A connection that nobody uses is closed after so long. */
  idleMs?: number;
  supervisor?: Omit<SupervisorOptions, 'username'>;
}

/** Long enough that somebody who reads and presses meets a connection that stands; a login takes a tenth of a second and more. */
const IDLE_MS = 5 * 60_000;

/** One connection per server and credential, made when it is first needed and forgotten when it breaks. */
export class ConnectionPool {
  readonly #connections = new Map<string, Promise<Connection>>();
  readonly #options: PoolOptions;

  constructor(options: PoolOptions = {}) {
    this.#options = options;
  }

  /** A host on a live connection. Throws HostError as `connect` does, and the signal's reason when aborted. */
  async host(target: SshTarget, signal: AbortSignal): Promise<SshHost> {
    signal.throwIfAborted();
    // Several may wait for one connection: each may let go of it.
    const connection = await raceAbort(this.#connection(target), signal);
    return new SshHost(connection, { ...this.#options.supervisor, username: target.username });
  }

  /**
   * A host on a connection made just now, for one use: it is closed afterwards, whatever becomes of it. Throws as `host` does, and what
   * `use` throws.
   */
  async overNewConnection<T>(
    target: SshTarget,
    signal: AbortSignal,
    use: (host: SshHost) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    const made = connect(target, this.#options);
    try {
      const connection = await raceAbort(made, signal);
      const host = new SshHost(connection, { ...this.#options.supervisor, username: target.username });
      return await raceAbort(use(host), signal);
    } finally {
      made.then(
        (connection) => connection.close(),
        () => undefined,
      );
    }
  }

  /** Asks for one reply, over the pooled connection if there is one, else over one that is closed again. Throws HostError. */
  async probe(target: SshTarget, probe: Probe): Promise<string> {
    const pooled = this.#connections.get(keyOf(target));
    const connection = await (pooled ?? connect(target, this.#options));
    try {
      return await connection.probe(probe);
    } finally {
      if (!pooled) connection.close();
    }
  }

  async close(): Promise<void> {
    const connections = await Promise.allSettled(this.#connections.values());
    for (const settled of connections) if (settled.status === 'fulfilled') settled.value.close();
  }

  #connection(target: SshTarget): Promise<Connection> {
    const name = keyOf(target);
    const known = this.#connections.get(name);
    if (known) return known;
    const made = connect(target, this.#options);
    this.#connections.set(name, made);
    const evict = (): void => {
      if (this.#connections.get(name) === made) this.#connections.delete(name);
    };
    made.then((connection) => {
      if (connection.lost.aborted) return evict(); // it broke right after the login
      connection.lost.addEventListener('abort', evict, { once: true });
      this.#closeWhenIdle(connection, evict);
    }, evict);
    return made;
  }

  #closeWhenIdle(connection: Connection, evict: () => void): void {
    const idleMs = this.#options.idleMs ?? IDLE_MS;
    const checkIdle = (): void => {
      const remainingMs = idleMs - connection.idleMs;
      if (remainingMs > 0) {
        timer = setTimeout(checkIdle, remainingMs).unref();
        return;
      }
      evict();
      connection.close();
    };
    let timer = setTimeout(checkIdle, idleMs).unref();
    connection.lost.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }
}

/** The login is part of the name: another key is another connection. Digested, for a name may show up somewhere. */
function keyOf(target: SshTarget): string {
  return createHash('sha256').update(JSON.stringify(target)).digest('hex');
}
