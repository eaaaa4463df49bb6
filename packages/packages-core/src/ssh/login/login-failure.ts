import type { LoginProblem } from '@milepost/contract/errors/login-problem';

/** What a login answered instead of running our command. */
export interface LoginFailure {
  host: string;
  username: string;
  /** What the server printed, from both streams; '' where it printed nothing. */
  said: string;
  /** It neither ran the command nor ended in time. */
  timedOut: boolean;
}

const EXPIRED = /password (?:has |is )?expired|required to change your password|password change required/i;
const NO_SHELL =
  /account is currently not available|nologin|shell (?:access )?(?:is )?(?:disabled|not allowed)/i;
const MOST_CHARACTERS = 200;

/** Why a login that was accepted runs no commands, with what the server printed. */
export function loginFailure({ host, username, said, timedOut }: LoginFailure): LoginProblem {
  const login = { host, username, printed: readableLine(said) };
  if (EXPIRED.test(said)) return { code: 'password_expired', ...login };
  if (NO_SHELL.test(said)) return { code: 'no_login_shell', ...login };
  return { code: 'no_command_ran', ...login, timedOut };
}

/** The first line that holds anything, without control characters, cut where it is long; '' where there is none. */
export function readableLine(said: string): string {
  const line = said
    // eslint-disable-next-line no-control-regex -- a server may send anything; a screen must not obey it
    .replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '')
    .split(/[\r\n]+/)
    .map((part) => part.replace(/\p{C}/gu, '').trim())
    .find((part) => part !== '');
  if (line === undefined) return '';
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line;
}
