import { setTimeout as sleep } from 'node:timers/promises';
import { createOwnerLink } from '@milepost/api/setup/create-owner-link';
import { createDatabase } from '@milepost/db/client';
import type { Database } from '@milepost/db/client';
import type { RunningServices, StartContext } from './start-context';
import { registerPractice } from './practice/practice-registration';
import { writeRunning } from './running';
import { summary } from './summary';
import type { PracticeState } from './summary';

/** One that has been booted already is ready within this time. */
const PRACTICE_MS = 5000;

/** Makes the owner's link and prints where everything is; a practice server that takes longer is printed when it is there. */
export async function welcome(context: StartContext, up: RunningServices): Promise<void> {
  const { data, env, options, progress } = context;
  await writeRunning(data.run, {
    consoleUrl: up.services.consoleUrl,
    postgresPort: env.DATABASE_URL ? null : options.postgresPort,
  });
  const db = createDatabase(up.services.databaseUrls.owner, {
    poolSize: 2,
    applicationName: 'milepost start',
  });
  try {
    const practice = practiceState(context, up, db);
    const early = await Promise.race([practice, sleep(PRACTICE_MS).then((): PracticeState => 'preparing')]);
    const ownerToken = (await createOwnerLink(db))?.token ?? null;
    progress.print(summary({ services: up.services, ownerToken, practice: early, dataDirectory: data.root }));
    if (early === 'preparing' && (await practice) === 'ready') {
      progress.print('  The practice server is ready, under Servers.');
    }
  } finally {
    await db.$disconnect();
  }
}

/** Never rejects: everything else works without a practice server. */
async function practiceState(
  context: StartContext,
  up: RunningServices,
  db: Database,
): Promise<PracticeState> {
  const server = await up.practice;
  if (server === null) return 'none';
  const problem = await registerPractice({ db, signal: context.signal }, up, server).catch(
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (problem === null) return 'ready';
  if (!context.signal.aborted) context.progress.print(`  The practice server could not be added: ${problem}`);
  return 'none';
}
