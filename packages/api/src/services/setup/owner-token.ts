import { createHash, randomBytes } from 'node:crypto';

/** A token of 256 random bits, fit for an address. */
export const newOwnerToken = (): string => randomBytes(32).toString('base64url');

/** How a token lies in the database. It has full entropy, so a plain hash is enough. */
export const hashOwnerToken = (token: string): string => createHash('sha256').update(token).digest('hex');
