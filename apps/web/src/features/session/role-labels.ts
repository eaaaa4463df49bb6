import type { Role } from '@milepost/api/views';

/** What each role may do, in one line. */
export const roleDescriptions: Record<Role, string> = {
  owner: 'An owner can do everything: people, servers and operations.',
  operator: 'An operator can change servers and run operations.',
  viewer: 'A viewer can look at everything and change nothing.',
};

/** "an owner" */
export const roleNouns: Record<Role, string> = {
  owner: 'an owner',
  operator: 'an operator',
  viewer: 'a viewer',
};
