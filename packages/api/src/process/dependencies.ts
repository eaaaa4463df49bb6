import { setMaxListeners } from 'node:events';
import { createDatabase } from '@milepost/db/client';
import type { Database } from '@milepost/db/client';
import { createListener } from '@milepost/db/live/listener';
import type { Listener } from '@milepost/db/live/listener';
import { createNotifier } from '@milepost/db/live/notifier';
import type { Notifier } from '@milepost/db/live/notifier';
import { Client, Connection } from '@temporalio/client';
import { createAuth } from '../auth/create-auth';
import type { Auth } from '../auth/create-auth';
import { createDeviceCookies } from '../auth/device-cookies';
import type { DeviceCookies } from '../auth/device-cookies';
import { env } from './env';
import type { Env } from './env';
import { RequestLimits } from '../http/request-limits';
import { createLogger } from './log';
import type { Logger } from './log';
import { warnAboutRights } from './warn-about-rights';
import { existingSingleton, processSingleton } from './singleton';
import { requestDigestKey } from '../services/packages/request-digest';

/** What the services work with. One a web process. */
export interface Dependencies {
  db: Database;
  /** The one LISTEN connection of this process, for all its streams. */
  listener: Listener;
  /** Tells all processes what was changed here. */
  notifier: Notifier;
  /** Connects with the first call, and reconnects. */
  temporal: Client;
  auth: Auth;
  deviceCookies: DeviceCookies;
  log: Logger;
  /** The worker's public key. */
  sealingKey: string;
  /** Where people open the console. */
  url: URL;
  /** See services/packages/request-digest.ts. */
  requestDigestKey: Uint8Array;
  temporalUi: { url: URL; namespace: string } | null;
  requestLimits: RequestLimits;
  /** Aborted when the process is asked to end: open streams end with it. */
  shutdown: AbortController;
}

/** Those of this process, from its environment. */
export function dependencies(): Dependencies {
  return processSingleton(NAME, () => {
    const made = createDependencies(env());
    void warnAboutRights(made);
    return made;
  });
}

/** Those of this process, if anything has asked for them yet. */
export function existingDependencies(): Dependencies | undefined {
  return existingSingleton(NAME);
}

const NAME = 'dependencies';

/** Connects to nothing yet: each connects when it is first used. */
export function createDependencies(variables: Env): Dependencies {
  const { DATABASE_URL, TEMPORAL_NAMESPACE: namespace, TEMPORAL_UI_URL } = variables;
  const log = createLogger(variables.MILEPOST_LOG_LEVEL);
  const db = createDatabase(DATABASE_URL, { applicationName: 'milepost web' });
  const url = new URL(variables.MILEPOST_URL);
  const connection = Connection.lazy({
    address: variables.TEMPORAL_ADDRESS,
    // Within a second of the engine's return it is used again.
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 200, 'grpc.max_reconnect_backoff_ms': 1_000 },
  });
  return {
    db,
    listener: createListener({ url: DATABASE_URL }),
    notifier: createNotifier({ url: DATABASE_URL }),
    temporal: new Client({ connection, namespace }),
    auth: createAuth({ db, log, url, secret: variables.MILEPOST_AUTH_SECRET }),
    deviceCookies: createDeviceCookies({ secret: variables.MILEPOST_AUTH_SECRET, url }),
    log,
    sealingKey: variables.MILEPOST_SEALING_KEY,
    url,
    requestDigestKey: requestDigestKey(variables.MILEPOST_AUTH_SECRET),
    temporalUi: TEMPORAL_UI_URL ? { url: new URL(TEMPORAL_UI_URL), namespace } : null,
    requestLimits: new RequestLimits(),
    shutdown: createShutdown(),
  };
}

/** Any number of streams listen to it. */
function createShutdown(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
