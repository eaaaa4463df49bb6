import type { Role } from '../views/views';

/** Who may call a procedure: anybody, or a signed-in person of this role or a higher one. */
export type Access = 'public' | Role;

const RANK: Record<Role, number> = { viewer: 1, operator: 2, owner: 3 };

/** Whether somebody of `role` (null: not signed in) may do what asks for `access`. */
export function allows(access: Access, role: Role | null): boolean {
  if (access === 'public') return true;
  return role !== null && RANK[role] >= RANK[access];
}
