import type { AccountProblem } from '../../errors/request-problem';
import { formatDuration } from '../format/duration';
import type { MessagesOf } from './messages-of';

/** About accounts, and the links that create them. */
export const ACCOUNT_MESSAGES: MessagesOf<AccountProblem> = {
  wrong_credentials: () => 'Wrong email or password.',
  wrong_current_password: () => 'The current password is wrong.',
  too_many_attempts: ({ seconds }) =>
    `Too many failed attempts. Try again in ${formatDuration(seconds * 1000)}.`,
  email_taken: () => 'This address already has an account.',
  invitation_invalid: () => 'This invitation is no longer valid. Ask an owner of this console for a new one.',
  invitation_for_other_email: () => 'This invitation is for another email address.',
  owner_exists: () => 'An owner already exists. Sign in instead.',
  owner_link_invalid: () => 'This link is no longer valid. Run "npm run owner-link" for a new one.',
  recovery_link_invalid: () =>
    'This link is no longer valid. Run "npm run owner-link -- --recover" again for a new one.',
  last_owner: () => 'The last owner cannot be removed or demoted. Make someone else an owner first.',
  user_not_found: () => 'This user no longer exists.',
};
