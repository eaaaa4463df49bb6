import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateSealingKeys } from '@milepost/packages-core/credentials/generate';
import type { SealingKeys } from '@milepost/packages-core/credentials/generate';
import { createDatabase } from '@milepost/db/client';
import { roleUrl } from '@milepost/db/testing/role-url';
import { startRequestWorker } from '@milepost/db/testing/request-worker';
import { createDependencies } from '../process/dependencies';
import type { Dependencies } from '../process/dependencies';
import { parseEnv } from '../process/env';
import { serveLive } from '../live/serve-live';
import { appRouter } from '../router';
import { serveTrpc } from '../trpc/serve-trpc';
import { createCallerFactory } from '../trpc/trpc';
import type { Role, SessionUser } from '../views/views';

/** Nobody listens there. */
const NOWHERE = '127.0.0.1:9';

export const ADA: SessionUser = { id: 'ada', name: 'Ada', email: 'ada@example.com', role: 'owner' };

interface WebProcessOptions {
  databaseUrl: string;
  /** Whether it connects with the console's role, whose password is known in tests; it does when left out. */
  ownRole?: boolean;
  /** Nowhere, when left out. */
  temporalAddress?: string;
  url?: string;
  /** A pair of its own, when left out. */
  keys?: SealingKeys;
  trustedProxies?: string[];
  /** Whether a worker carries out what people ask for; it does when left out. */
  worker?: boolean;
}

/** A web process without its HTTP server but for the live stream, on real services; `close` it at the end. */
export async function webProcess({
  databaseUrl,
  temporalAddress = NOWHERE,
  url,
  trustedProxies = [],
  worker = true,
  ownRole = true,
  ...options
}: WebProcessOptions) {
  const keys = options.keys ?? (await generateSealingKeys());
  const environment = {
    DATABASE_URL: ownRole ? roleUrl(databaseUrl, 'milepost_web') : databaseUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_UI_URL: 'http://localhost:8233',
    MILEPOST_URL: url ?? 'http://localhost:3000',
    MILEPOST_SEALING_KEY: keys.publicKey,
    MILEPOST_AUTH_SECRET: 'a secret of more than thirty-two characters',
    MILEPOST_LOG_LEVEL: 'silent',
  };
  const dependencies = createDependencies(parseEnv(environment));
  const live = liveServer(dependencies);
  // What tests write and read beside the process, and the worker.
  const db = createDatabase(databaseUrl);
  const requests = worker ? startRequestWorker(db) : null;
  return {
    ...dependencies,
    db,
    dependencies,
    environment,
    trustedProxies,
    /** What the worker alone has. */
    privateKey: keys.privateKey,
    /** Calls procedures as somebody of this role. */
    as: (role: Role | null) => callAs(dependencies, role),
    trpc: (request: Request) => serveTrpc(dependencies, request),
    /** Where the live stream is served. */
    liveUrl: live.url,
    /** The connection to Temporal is left: a call that was given up may still retry on it. */
    async close(): Promise<void> {
      dependencies.shutdown.abort();
      live.close();
      await requests?.stop();
      await dependencies.listener.close();
      await dependencies.notifier.close();
      await dependencies.db.$disconnect();
      await db.$disconnect();
    },
  };
}

export type WebProcess = Awaited<ReturnType<typeof webProcess>>;

const createCaller = createCallerFactory(appRouter);

function callAs(dependencies: Dependencies, role: Role | null) {
  const user = role && { ...ADA, role };
  const session = user && { sessionId: 'session', user };
  return createCaller({
    dependencies,
    user,
    sessionId: session?.sessionId ?? null,
    readSession: () => Promise.resolve(session),
    method: 'POST',
  });
}

/** Listens when it is first asked for. */
function liveServer(dependencies: Dependencies) {
  const server = createServer((request, response) => void serveLive(dependencies, request, response));
  return {
    url: async (): Promise<string> => {
      if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening');
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/live.follow`;
    },
    close: (): void => {
      server.close();
      server.closeAllConnections();
    },
  };
}
