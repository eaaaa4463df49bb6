import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@milepost/db/client';
import { EXPIRED_KINDS, deleteExpiredRows } from '@milepost/db/cleanup/delete-expired-rows';
import { deleteUnusedPlans } from '@milepost/db/cleanup/delete-unused-plans';
import { forgetOldSignInAttempts } from '@milepost/db/sign-in/forget-old-sign-in-attempts';
import type { Logger } from '../startup/log';

interface Dependencies {
  db: Database;
  log: Logger;
  /** Between two rounds, in milliseconds; an hour when left out. */
  everyMs?: number;
}

const HOUR_MS = 60 * 60_000;

/** Deletes rows that nobody needs any more, at the start and then every hour, until `signal` is aborted. Never throws. */
export async function runCleanup(
  { db, log, everyMs = HOUR_MS }: Dependencies,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await cleanUp(db, log);
    } catch (error) {
      log.warn({ reason: String(error) }, 'Old rows cannot be deleted now; trying again later');
    }
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

async function cleanUp(db: Database, log: Logger): Promise<void> {
  const deleted: Record<string, number> = { plans: await deleteUnusedPlans(db) };
  await forgetOldSignInAttempts(db);
  for (const kind of EXPIRED_KINDS) deleted[kind] = await deleteExpiredRows(db, kind);
  if (Object.values(deleted).some((rows) => rows > 0)) log.info(deleted, 'Deleted old rows');
}
