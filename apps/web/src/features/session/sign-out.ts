import { authClient } from './auth-client';

/** Ends the session; what was cached goes with the page. */
export async function signOut(): Promise<void> {
  await authClient.signOut();
  window.location.assign('/sign-in');
}
