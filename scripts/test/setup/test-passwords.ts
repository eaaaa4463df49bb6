import type { RolePasswords } from '../../services/database-roles';

/** `roleUrl` of @milepost/db/testing/role-url knows them. */
export const TEST_PASSWORDS: RolePasswords = {
  milepost_owner: 'milepost_owner',
  milepost_web: 'milepost_web',
  milepost_worker: 'milepost_worker',
};
