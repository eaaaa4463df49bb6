import { toast } from 'sonner';

import { authClient } from './auth-client';
import { refusedWith } from './refused-with';

/** Who is not signed in any more has nothing left to end. */
const NOBODY = 401;

/** Ends the session; what was cached goes with the page. */
export async function signOut(): Promise<void> {
  const refused = await refusedWith(authClient.signOut());
  if (refused === null || refused === NOBODY) window.location.assign('/sign-in');
  else toast.error('You may still be signed in: the console did not answer. Try again.');
}
