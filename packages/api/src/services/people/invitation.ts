import type { AppError } from '../../errors/app-error';
import { requestError } from '../../errors/request-error';
import type { Role } from '../../views/views';
import { hashOwnerToken } from '../setup/owner-token';

const HOUR_MS = 60 * 60 * 1000;

/** How long an invitation to a role is valid, in milliseconds. One to everything is short. */
export const VALID_MS: Record<Role, number> = {
  owner: 24 * HOUR_MS,
  operator: 7 * 24 * HOUR_MS,
  viewer: 7 * 24 * HOUR_MS,
};

/** Which invitations can be used now: unused, not expired, and of somebody who is still an owner. */
export const usable = () =>
  ({ usedAt: null, expiresAt: { gt: new Date() }, createdBy: { role: 'owner' } }) as const;

/** The same of one link. */
export const usableLink = (token: string) => ({ tokenHash: hashOwnerToken(token), ...usable() });

export const invalidInvitation = (): AppError => requestError('FORBIDDEN', { code: 'invitation_invalid' });
