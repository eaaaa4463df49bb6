import { toast } from 'sonner';

import { authClient } from './auth-client';
import { authErrorOf } from './auth-error';

/** Who is not signed in any more has nothing left to end. */
const NO_SESSION = 401;

/** Ends the session; what was cached goes with the page. */
export async function signOut(): Promise<void> {
  const error = await authErrorOf(authClient.signOut());
  if (error === null || error.status === NO_SESSION) window.location.assign('/sign-in');
  else toast.error('You may still be signed in: the console did not respond. Try again.');
}
