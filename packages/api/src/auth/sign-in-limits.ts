import { createHash } from 'node:crypto';
import type { AttemptLimit } from '@milepost/db/sign-in/count-attempt';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

interface SignIn {
  email: string;
  /** See `clientAddress`. */
  address: string;
  /** The browser's number when it has signed in to this account before. */
  device: string | null;
}

/**
 * What an attempt to sign in is counted for. A browser that has signed in before is counted alone: whatever strangers
 * do, they do not exhaust its limit. Accounts that do not exist are counted like all others.
 */
export function signInLimits({ email, address, device }: SignIn): AttemptLimit[] {
  const account = email.toLowerCase();
  const firstDelayMs = 30 * SECOND;
  if (device !== null) return [knownPersonLimit(`device ${device} ${account}`)];
  return [
    {
      ...{ key: keyOf(`account ${account} address ${address}`), firstDelayMs },
      ...{ failures: 5, longestDelayMs: 15 * MINUTE, successClears: true },
    },
    // Short at its longest: somebody who comes with a new browser during an attack still finds a moment.
    {
      ...{ key: accountKey(email), firstDelayMs },
      ...{ failures: 20, longestDelayMs: 5 * MINUTE, successClears: false },
    },
    {
      ...{ key: keyOf(`address ${address}`), firstDelayMs },
      ...{ failures: 20, longestDelayMs: 15 * MINUTE, successClears: false },
    },
  ];
}

/** What attempts to sign in to one account are counted under, from wherever they come. */
export const accountKey = (email: string): string => keyOf(`account ${email.toLowerCase()}`);

/** Guesses at the current password by whoever holds a session. */
export const changePasswordLimit = (userId: string): AttemptLimit =>
  knownPersonLimit(`change password ${userId}`);

const knownPersonLimit = (who: string): AttemptLimit => ({
  ...{ key: keyOf(who), failures: 10, firstDelayMs: 30 * SECOND },
  ...{ longestDelayMs: 15 * MINUTE, successClears: true },
});

/** A hash: what people type into the field for the email, a password at times, is not kept. */
const keyOf = (who: string): string => createHash('sha256').update(who).digest('hex');
