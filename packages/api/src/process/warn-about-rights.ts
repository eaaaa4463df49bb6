import type { Database } from '@milepost/db/client';
import { readRights } from '@milepost/db/roles/read-rights';
import type { Logger } from './log';

/**
 * Logs a warning where the console's login may write what workers act on: then who takes the console over could have commands run on
 * every server. Never throws: without a database it is not known.
 */
export async function warnAboutRights({ db, log }: { db: Database; log: Logger }): Promise<void> {
  try {
    const { role, writesPlans } = await readRights(db);
    if (writesPlans)
      log.warn(
        { role },
        'The login of the console may change what workers act on: give it the role milepost_web (docs/configuration.md, "Database roles")',
      );
  } catch (error) {
    log.debug({ reason: String(error) }, 'The rights of the login cannot be read');
  }
}
