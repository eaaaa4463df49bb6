import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

interface ConnectionOptions {
  url: string;
  applicationName: string;
  /** Called with each new connection, before anybody else may use it. */
  onConnect?: (client: pg.Client) => Promise<void>;
  onNotice?: (payload: string) => void;
}

export interface Connection {
  /** The connection, once there is one; waits for it. */
  client(): Promise<pg.Client>;
  /** Ends this connection, if it is still the one in use; another is made. */
  drop(client: pg.Client): void;
  close(): Promise<void>;
}

const BACKOFF_MS = { first: 100, most: 5_000 };
/** A cut cable answers nothing: a query that takes so long counts as a broken connection. */
const QUERY_TIMEOUT_MS = 5_000;

/** One connection that comes back by itself, with exponential backoff. */
export function keepConnection({ url, applicationName, onConnect, onNotice }: ConnectionOptions): Connection {
  const closing = new AbortController();
  let current = connect();

  async function connect(): Promise<pg.Client> {
    for (let backoff = BACKOFF_MS.first; ; backoff = Math.min(backoff * 2, BACKOFF_MS.most)) {
      closing.signal.throwIfAborted();
      const client = await attempt().catch(() => null);
      if (client) return client;
      await sleep(backoff, undefined, { signal: closing.signal, ref: false });
    }
  }

  async function attempt(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: url,
      application_name: applicationName,
      connectionTimeoutMillis: QUERY_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
    });
    client.on('error', () => drop(client));
    client.on('end', () => drop(client));
    client.on('notification', ({ payload }) => onNotice?.(payload ?? ''));
    try {
      await client.connect();
      await onConnect?.(client);
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  }

  const dropped = new WeakSet<pg.Client>();
  function drop(client: pg.Client): void {
    void current.then(
      (inUse) => {
        if (inUse !== client || dropped.has(client) || closing.signal.aborted) return;
        dropped.add(client);
        client.end().catch(() => undefined);
        current = connect();
        current.catch(() => undefined);
      },
      () => undefined,
    );
  }

  current.catch(() => undefined);
  return {
    client: () => current,
    drop,
    async close() {
      closing.abort();
      await current.then((client) => client.end()).catch(() => undefined);
    },
  };
}
