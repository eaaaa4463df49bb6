import { createDatabase } from '@milepost/db/client';
import type { Database } from '@milepost/db/client';
import { createListener } from '@milepost/db/live/listener';
import type { Listener } from '@milepost/db/live/listener';
import { createNotifier } from '@milepost/db/live/notifier';
import type { Notifier } from '@milepost/db/live/notifier';
import { Client, Connection } from '@temporalio/client';
import { createAuth } from './auth/create-auth';
import type { Auth } from './auth/create-auth';
import { env } from './env';
import { createLogger } from './log';
import type { Logger } from './log';
import { oncePerProcess } from './once';

/** What the services work with. One a web process. */
export interface Dependencies {
  db: Database;
  /** The one LISTEN connection of this process, for all its streams. */
  listener: Listener;
  /** Tells all processes what was changed here. */
  notifier: Notifier;
  /** Connects with the first call, and again by itself. */
  temporal: Client;
  auth: Auth;
  log: Logger;
  /** The worker's public key. */
  sealingKey: string;
  /** Where people open the console. */
  url: URL;
  temporalUi: { url: URL; namespace: string } | null;
  /** Aborted when the process is asked to end: open streams end with it. */
  shutdown: AbortController;
}

/** Those of this process, from its environment. */
export function dependencies(): Dependencies {
  return oncePerProcess('dependencies', () => {
    const variables = env();
    const log = createLogger(variables.MILEPOST_LOG_LEVEL);
    const db = createDatabase(variables.DATABASE_URL, { applicationName: 'milepost web' });
    const url = new URL(variables.MILEPOST_URL);
    const connection = Connection.lazy({
      address: variables.TEMPORAL_ADDRESS,
      // Within a second of the engine's return it is used again.
      channelArgs: { 'grpc.initial_reconnect_backoff_ms': 200, 'grpc.max_reconnect_backoff_ms': 1_000 },
    });
    return {
      db,
      listener: createListener({ url: variables.DATABASE_URL }),
      notifier: createNotifier({ url: variables.DATABASE_URL }),
      temporal: new Client({ connection, namespace: variables.TEMPORAL_NAMESPACE }),
      auth: createAuth({ db, log, url, secret: variables.MILEPOST_AUTH_SECRET }),
      log,
      sealingKey: variables.MILEPOST_SEALING_KEY,
      url,
      temporalUi: variables.TEMPORAL_UI_URL
        ? { url: new URL(variables.TEMPORAL_UI_URL), namespace: variables.TEMPORAL_NAMESPACE }
        : null,
      shutdown: new AbortController(),
    };
  });
}
