import { shellQuote } from '../../engine/request';

/** How commands are to run on a server, whoever logs in. */
export interface RemoteShell {
  username: string;
}

export const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** After TERM. */
const KILL_AFTER_SECONDS = 5;

/**
 * A command line for an ssh exec: as root, found without the login shell's PATH, with an environment of its own whatever the login shell's start-up files did,
 * and with an end of its own whatever becomes of us. Each word is quoted.
 */
export function remoteCommand(
  shell: RemoteShell,
  words: readonly (string | number)[],
  options: {
    timeoutSeconds: number;
    environment?: Record<string, string>;
    /** The words find sshd's `SSH_CONNECTION` in their environment, which the login shell has. */
    connection?: true;
  },
): string {
  const root = shell.username === 'root';
  const environment = Object.entries({ PATH, HOME: '/root', ...options.environment }).map(
    ([name, value]) => `${name}=${value}`,
  );
  const start = [...(root ? [] : ['/usr/bin/sudo', '-n', '--']), ...['/usr/bin/env', '-i', ...environment]];
  const line = ['timeout', '-k', KILL_AFTER_SECONDS, options.timeoutSeconds, ...words];
  return [
    ...['exec', ...start.map(quoteWhereNeeded)],
    ...(options.connection ? ['SSH_CONNECTION="$SSH_CONNECTION"'] : []),
    ...line.map((word) => quoteWhereNeeded(String(word))),
  ].join(' ');
}

const quoteWhereNeeded = (word: string): string =>
  /^[A-Za-z0-9_./:=-]+$/.test(word) ? word : shellQuote(word);
