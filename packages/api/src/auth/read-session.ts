import { z } from 'zod';
import type { SessionUser } from '../views/views';
import type { Auth } from './create-auth';

const role = z.enum(['owner', 'operator', 'viewer']);

/** Who is signed in, and by which session. */
export interface SignedIn {
  sessionId: string;
  user: SessionUser;
}

/** Who asks, by the session cookie; null when nobody is signed in. Read from the database every time. */
export async function readSession(auth: Auth, headers: Headers): Promise<SignedIn | null> {
  const found = await auth.api.getSession({ headers });
  if (!found) return null;
  const { id, name, email } = found.user;
  return {
    sessionId: found.session.id,
    user: { id, name, email, role: role.catch('viewer').parse(found.user.role) },
  };
}
