import type { Database } from '@milepost/db/client';
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { CLIENT_ADDRESS_HEADER } from '../http/client-address';
import type { Logger } from '../process/log';
import { endedSessions } from './ended-sessions';
import { trustedOrigins } from './trusted-origins';

export interface AuthOptions {
  db: Database;
  log: Logger;
  /** Where people open the console: cookies are secure where it is https. */
  url: URL;
  secret: string;
}

export type Auth = ReturnType<typeof createAuth>;

const DAY = 24 * 60 * 60;

/** Email and password, sessions in the database, nobody signs up by himself: the owner comes by the one-time link. */
export function createAuth({ db, log, url, secret }: AuthOptions) {
  return betterAuth({
    appName: 'Milepost',
    baseURL: url.origin,
    basePath: '/api/auth',
    secret,
    database: prismaAdapter(db, { provider: 'postgresql' }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    user: { additionalFields: { role: { type: 'string', input: false, required: false } } },
    // No cookie cache: a session that was ended, or a role that was taken, counts at once.
    session: { expiresIn: 7 * DAY, updateAge: DAY, cookieCache: { enabled: false } },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 300,
      // Counted by us, see sign-in-limits.ts.
      customRules: { '/sign-in/email': false },
    },
    trustedOrigins: (request) => trustedOrigins(url, request),
    advanced: {
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
      useSecureCookies: url.protocol === 'https:',
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
    },
    databaseHooks: {
      session: {
        delete: {
          after: (session) => {
            endedSessions.emit(session.id);
            return Promise.resolve();
          },
        },
      },
    },
    telemetry: { enabled: false },
    logger: {
      log: (level, message, ...details: unknown[]) => {
        log[level === 'error' || level === 'warn' ? level : 'debug'](
          { details: details.map(String) },
          message,
        );
      },
    },
  });
}
