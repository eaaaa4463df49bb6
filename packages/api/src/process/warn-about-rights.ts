import { sql } from 'kysely';
import type { Dependencies } from './dependencies';

/**
 * Logs a warning where the console's login may write what workers act on: then who takes the console over could have commands run on
 * every server. Never throws: without a database it is not known.
 */
export async function warnAboutRights({ db, log }: Pick<Dependencies, 'db' | 'log'>): Promise<void> {
  try {
    const { role, mayWrite } = await db.kysely
      .selectNoFrom([
        sql<string>`current_user`.as('role'),
        sql<boolean>`has_any_column_privilege('plans', 'insert') or has_any_column_privilege('operations', 'update')`.as(
          'mayWrite',
        ),
      ])
      .executeTakeFirstOrThrow();
    if (mayWrite)
      log.warn(
        { role },
        'The login of the console may change what workers act on: give it the role milepost_web (docs/configuration.md, "Database roles")',
      );
  } catch (error) {
    log.debug({ reason: String(error) }, 'The rights of the login cannot be read');
  }
}
