/** The composition root: builds what activities need, registers everything, and takes work until it is told to stop. */
import { fileURLToPath } from 'node:url';
import { Runtime } from '@temporalio/worker';
import { createDatabase } from '@milepost/db/client';
import { createNotifier } from '@milepost/db/live/notifier';
import { ConnectionPool } from '@milepost/packages-core/ssh/connection-pool';
import { createActivities } from './activities/create-activities';
import { createDispatcher } from './dispatcher';
import { readEnvironment } from './env';
import { createFailpoint } from './failpoint';
import { createHosts } from './hosts';
import { createLog, temporalLogger } from './log';
import { runMailer } from './mail/mailer';
import { createPlanReader } from './read-plan';
import { readWorkerKeys } from './private-key';
import { createEngineClient } from './temporal/client';
import { createReconciler } from './reconciler/reconciler';
import { serve } from './temporal/serve';

async function main(): Promise<void> {
  const env = readEnvironment();
  const log = createLog(env.logLevel);
  const keys = await readWorkerKeys(env.privateKeyFile);

  const shutdown = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => shutdown.abort());
  Runtime.install({ shutdownSignals: [], logger: temporalLogger(log) });

  const db = createDatabase(env.databaseUrl, { applicationName: 'milepost-worker', poolSize: 20 });
  const engine = createEngineClient(env.temporal);
  const notifier = createNotifier({ url: env.databaseUrl });
  const pool = new ConnectionPool();
  const failpoint = createFailpoint(env.failpointFile);
  const dispatcher = createDispatcher({ db, engine, log, consoleUrl: env.consoleUrl, failpoint });

  const reconciler = createReconciler({
    ...{ db, engine, log, ...env.reconcile },
    kick: () => dispatcher.kick(),
    committed: (operationId) => notifier.touch(operationId),
  });

  const activities = createActivities({
    db,
    engine,
    hosts: createHosts({ db, log, privateKey: keys.privateKey, pool }),
    log,
    failpoint,
    ...keys,
    readPlan: createPlanReader(db),
    transientRestMs: env.transientRestMs,
    decideWithinMs: env.decideWithinMs,
    committed: (operationId) => notifier.touch(operationId),
    kick: () => dispatcher.kick(),
    touchServer: (serverId) => notifier.touchServer(serverId),
  });

  const { signal } = shutdown;
  await Promise.all([
    dispatcher.run(signal),
    reconciler.run(signal),
    runMailer({ db, log, mail: env.mail, consoleUrl: env.consoleUrl }, signal),
    serve({
      temporal: env.temporal,
      workflows: { codePath: fileURLToPath(new URL('workflow-bundle.js', import.meta.url)) },
      activities,
      log,
      signal,
      onReady: () => console.log('ready'),
    }),
  ]);
  await Promise.allSettled([notifier.close(), pool.close(), db.$disconnect(), engine.connection.close()]);
}

try {
  await main();
  process.exit(0); // a socket that still closes must not hold up a deploy
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
