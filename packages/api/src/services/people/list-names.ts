import type { Database } from '@milepost/db/client';
import type { PersonName } from '../../views/people-views';

/** The names by which people are shown: everyone who is signed in sees who did what. */
export function listNames(db: Database): Promise<PersonName[]> {
  return db.user.findMany({ select: { name: true, email: true }, orderBy: { email: 'asc' } });
}
