import { z } from 'zod';
import type { Viewer } from '../views';
import type { Auth } from './create-auth';

const role = z.enum(['owner', 'operator', 'viewer']);

/** Who asks, by the session cookie; null when nobody is signed in. Read from the database every time. */
export async function readViewer(auth: Auth, headers: Headers): Promise<Viewer | null> {
  const session = await auth.api.getSession({ headers });
  if (!session) return null;
  const { id, name, email } = session.user;
  return { id, name, email, role: role.catch('viewer').parse(session.user.role) };
}
