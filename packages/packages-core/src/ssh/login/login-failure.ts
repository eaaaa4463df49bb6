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

/** One or two sentences for people on why a login that was accepted runs no commands, with the server's own words. */
export function loginFailureSentence({ host, username, said, timedOut }: LoginFailure): string {
  const quoted = quoteFirstLine(said);
  const answer = quoted === '' ? '' : ` The server said: ${quoted}`;
  if (EXPIRED.test(said))
    return `The password of ${username} on ${host} has expired. Log in to it once by hand, choose a new one, and try again.${answer}`;
  if (NO_SHELL.test(said))
    return `The user ${username} on ${host} has no login shell that runs commands. Give it one (usermod -s /bin/bash ${username}) or use another user.${answer}`;
  if (timedOut)
    return `The login of ${username} on ${host} was accepted, but no command ran. Check the shell’s start-up files, such as .bashrc, for a program that takes its place.${answer}`;
  return `The login of ${username} on ${host} was accepted, but it does not run commands. Use a user with a normal shell.${answer}`;
}

/** A start-up file that reads standard input would swallow what Milepost sends to its commands. */
export function swallowedInputSentence({ host, username }: Pick<LoginFailure, 'host' | 'username'>): string {
  return `A start-up file of ${username}’s shell on ${host} reads the input that Milepost sends to its commands. Let it do so in interactive shells only: put “case $- in *i*) ;; *) return ;; esac” at the top of .bashrc.`;
}

/** The first line that holds anything, in quotation marks, without control characters; '' where there is none. */
export function quoteFirstLine(said: string): string {
  const line = said
    // eslint-disable-next-line no-control-regex -- a server may send anything; a screen must not obey it
    .replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '')
    .split(/[\r\n]+/)
    .map((part) => part.replace(/\p{C}/gu, '').trim())
    .find((part) => part !== '');
  if (line === undefined) return '';
  return `“${line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line}”`;
}
