import type { Database } from '@milepost/db/client';
import { createOwnerLink } from './create-owner-link';
import { createRecoveryLink } from './create-recovery-link';

interface OwnerLinkOptions {
  /** For an owner who forgot the password, instead of for the first account. */
  recover: boolean;
  /** Which owner. */
  email?: string;
  /** Where people open the console. */
  url: string;
}

/** A one-time link to print on the terminal, with what to know about it; or why there is none, in a sentence. */
export type OwnerLink = { link: string; note: string } | { problem: string };

/** What `npm run owner-link` and its twin in docker-compose.yml do. Links made before are void. */
export async function makeOwnerLink(
  db: Database,
  { recover, email, url }: OwnerLinkOptions,
): Promise<OwnerLink> {
  const address = url.replace(/\/$/, '');
  if (recover) {
    const made = await createRecoveryLink(db, email);
    if ('problem' in made) return made;
    return {
      link: `${address}/recover#token=${made.token}`,
      note: `Sets a new password for ${made.email}. Works once, for 30 minutes.`,
    };
  }
  const made = await createOwnerLink(db);
  if (!made) return { problem: 'An owner already exists. Add --recover if the owner forgot the password.' };
  return { link: `${address}/setup#token=${made.token}`, note: 'Creates the owner. Works once, for 7 days.' };
}
