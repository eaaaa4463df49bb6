import type { Role } from '@milepost/api/views';

const ROLES: Role[] = ['viewer', 'operator', 'owner'];

/** The roles, for a `Select`. */
export function RoleOptions() {
  return ROLES.map((role) => (
    <option key={role} value={role}>
      {role}
    </option>
  ));
}

/** What was chosen; what is no role gives the least. */
export function toRole(value: string): Role {
  return ROLES.find((role) => role === value) ?? 'viewer';
}
