import type { Database } from '@milepost/db/client';
import type { InvitationView, PersonView } from '../../views/people-views';
import { usable } from './invitation';

/** Who can sign in, the first who joined first, and the invitations that can still be used. */
export async function listPeople(
  db: Database,
): Promise<{ people: PersonView[]; invitations: InvitationView[] }> {
  const [users, invitations] = await Promise.all([
    db.user.findMany({
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      include: { sessions: { select: { updatedAt: true }, orderBy: { updatedAt: 'desc' }, take: 1 } },
    }),
    db.invitation.findMany({
      where: usable(),
      include: { createdBy: { select: { name: true } } },
      orderBy: { createdAt: 'desc' },
    }),
  ]);
  return {
    people: users.map(({ id, name, email, role, createdAt, sessions }) => ({
      ...{ id, name, email, role },
      joinedAt: createdAt.toISOString(),
      seenAt: sessions[0]?.updatedAt.toISOString() ?? null,
    })),
    invitations: invitations.map(({ id, email, role, createdBy, createdAt, expiresAt }) => ({
      ...{ id, email, role, createdBy: createdBy.name },
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    })),
  };
}
