/** The composition root: builds what activities need, registers everything, and takes work until it is stopped. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Runtime } from '@temporalio/worker';
import { createDatabase } from '@milepost/db/client';
import { createNotifier } from '@milepost/db/live/notifier';
import { listenToOutbox } from '@milepost/db/live/outbox-listener';
import type { NotificationAudience } from '@milepost/db/types';
import { reportOwnPackages } from '@milepost/packages-core/dsl/own/report';
import { ConnectionPool } from '@milepost/packages-core/ssh/transport/connection-pool';
import { createActivities } from './activities/create-activities';
import { runCleanup } from './cleanup/cleanup';
import { createDispatcher } from './dispatcher';
import { createRequestLoop } from './request-loop';
import { readEnvironment } from './startup/env';
import { createFailpoint } from './failpoint';
import { createHosts } from './servers/hosts';
import { createLog, temporalLogger } from './startup/log';
import { createContacts } from './health/contacts';
import { runHealthChecks } from './health/health-checks';
import { runMailer } from './mail/mailer';
import { createPlanSigner } from '@milepost/packages-core/credentials/plan-signer';
import { createPlanReader } from './plans/read-plan';
import { signOperationsOfUpgrade } from './startup/sign-operations-of-upgrade';
import { readWorkerKeys } from './startup/private-key';
import { runWorkerHeartbeat } from './worker-heartbeat';
import { createEngineClient } from './temporal/client';
import { deleteOldInspections } from './temporal/delete-inspections';
import { prepareNamespace } from './temporal/prepare-namespace';
import { createReconciler } from './reconciler/reconciler';
import { runWorker } from './temporal/run-worker';

async function main(): Promise<void> {
  const env = readEnvironment();
  const log = createLog(env.logLevel);
  const keys = await readWorkerKeys(env.privateKeyFile);
  reportOwnPackages(log);

  const shutdown = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => shutdown.abort());
  Runtime.install({ shutdownSignals: [], logger: temporalLogger(log) });

  const db = createDatabase(env.databaseUrl, { applicationName: 'milepost-worker', poolSize: 20 });
  const signer = createPlanSigner(keys.privateKey);
  const engine = createEngineClient(env.temporal);
  const notifier = createNotifier({ url: env.databaseUrl });
  const workerId = randomUUID();
  const publishOperation = (operationId: string): void => notifier.publishOperation(operationId);
  const pool = new ConnectionPool();
  const failpoint = createFailpoint(env.failpointFile);
  const dispatcher = createDispatcher({ db, engine, log, consoleUrl: env.consoleUrl, failpoint });
  const reconciler = createReconciler({ db, engine, log, ...env.reconcile, publishOperation });

  const publishServer = (serverId: string): void => notifier.publishServer(serverId);
  const publishPlanCheck = (id: string): void => notifier.publishPlanCheck(id);
  const publishNotifications = (audience: NotificationAudience): void =>
    notifier.publishNotifications(audience);
  const requests = createRequestLoop({ db, log, publishOperation, publishServer });
  const outbox = listenToOutbox({
    url: env.databaseUrl,
    onPosted: () => dispatcher.wake(),
    onRequested: () => requests.wake(),
  });
  const contacts = createContacts({ db, log, publishServer, publishNotifications });
  const hosts = createHosts({ db, privateKey: keys.privateKey, pool, contacts });

  const { signal } = shutdown;
  const upgraded = signOperationsOfUpgrade({ db, signer, log }, signal);
  const dependencies = {
    ...{ db, workerId, engine, hosts },
    log,
    failpoint,
    ...keys,
    readPlan: createPlanReader(db, signer),
    signer,
    retryDelaysMs: env.retryDelaysMs,
    decisionTimeoutMs: env.decisionTimeoutMs,
    publishOperation,
    publishServer,
    publishNotifications,
    publishPlanCheck,
  };

  await Promise.all([
    upgraded,
    runWorkerHeartbeat({ db, workerId, log, publishOperation }, signal),
    requests.run(signal),
    dispatcher.run(signal),
    reconciler.run(signal),
    runHealthChecks(
      { db, log, hosts, contacts, publishServer, publishNotifications, everyMs: env.checkEveryMs },
      signal,
    ),
    runCleanup({ db, log }, signal),
    deleteOldInspections({ engine, log }, signal),
    runMailer({ db, log, mail: env.mail, consoleUrl: env.consoleUrl }, signal),
    runWorker({
      temporal: env.temporal,
      workflows: { codePath: fileURLToPath(new URL('workflow-bundle.js', import.meta.url)) },
      activities: createActivities(dependencies, upgraded),
      log,
      signal,
      onReady: () => {
        console.log('ready');
        void prepareNamespace(engine, log);
      },
    }),
  ]);
  await Promise.allSettled([
    ...[outbox.close(), notifier.close(), pool.close()],
    ...[db.$disconnect(), engine.connection.close()],
  ]);
}

try {
  await main();
  process.exit(0); // a socket that still closes must not hold up a deploy
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
