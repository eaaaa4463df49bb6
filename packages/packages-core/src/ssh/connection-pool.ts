import { createHash } from 'node:crypto';
import type { ConnectOptions } from './connect';
import { connect } from './connect';
import type { Connection } from './connection';
import type { Place } from './ssh-host';
import { SshHost } from './ssh-host';
import type { SshTarget } from './target';

export interface PoolOptions extends ConnectOptions {
  /** A connection that nobody uses is closed after so long. */
  idleMs?: number;
  place?: Omit<Place, 'username'>;
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

  /** A host on a live connection. Throws HostError as `connect` does, and the signal's reason when told to let go. */
  async host(target: SshTarget, signal: AbortSignal): Promise<SshHost> {
    signal.throwIfAborted();
    const connection = await orAborted(this.#connection(target), signal);
    return new SshHost(connection, { ...this.#options.place, username: target.username });
  }

  async close(): Promise<void> {
    const connections = await Promise.allSettled(this.#connections.values());
    for (const settled of connections) if (settled.status === 'fulfilled') settled.value.close();
  }

  #connection(target: SshTarget): Promise<Connection> {
    const name = nameOf(target);
    const known = this.#connections.get(name);
    if (known) return known;
    const made = connect(target, this.#options);
    this.#connections.set(name, made);
    const forget = (): void => {
      if (this.#connections.get(name) === made) this.#connections.delete(name);
    };
    made.then((connection) => {
      if (connection.lost.aborted) return forget(); // it broke right after the login
      connection.lost.addEventListener('abort', forget, { once: true });
      this.#closeWhenIdle(connection, forget);
    }, forget);
    return made;
  }

  #closeWhenIdle(connection: Connection, forget: () => void): void {
    const idleMs = this.#options.idleMs ?? IDLE_MS;
    const look = (): void => {
      const left = idleMs - connection.idleMs;
      if (left > 0) {
        timer = setTimeout(look, left).unref();
        return;
      }
      forget();
      connection.close();
    };
    let timer = setTimeout(look, idleMs).unref();
    connection.lost.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }
}

/** The login is part of the name: another key is another connection. Digested, for a name may show up somewhere. */
function nameOf(target: SshTarget): string {
  return createHash('sha256').update(JSON.stringify(target)).digest('hex');
}

/** Several may wait for one connection: each may let go of it. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const letGo = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', letGo, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', letGo));
  });
}
