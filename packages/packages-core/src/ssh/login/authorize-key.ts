import { HostError } from '../../engine/host-error';
import { shellQuote } from '../../engine/request';
import type { Connection } from '../transport/connection';
import { quoteFirstLine } from './login-failure';
import { runAsRoot } from './run-as-root';
import type { RootLogin } from './run-as-root';

/**
 * Lets a public key log in as root from now on. A second time does nothing.
 * Throws HostError `unusable` with what the server said.
 */
export async function authorizeKey(
  connection: Connection,
  { publicKey, ...login }: RootLogin & { publicKey: string },
): Promise<void> {
  const key = shellQuote(publicKey);
  const { exitCode, complaint } = await runAsRoot(connection, login, {
    script:
      `umask 077; mkdir -p /root/.ssh && cd /root/.ssh && touch authorized_keys && ` +
      `{ grep -qxF ${key} authorized_keys || { [ -z "$(tail -c 1 authorized_keys)" ] || echo; echo ${key}; } >>authorized_keys; }`,
  });
  if (exitCode === 0) return;
  throw new HostError(
    'unusable',
    `authorized_keys: exit code ${exitCode}: ${complaint}`,
    keyProblem(connection.host, login, complaint),
  );
}

/** Why root's key could not be installed, in sentences for people. */
export function keyProblem(host: string, { username, sudoPassword }: RootLogin, complaint: string): string {
  if (/a (?:terminal|password) is required|no tty present/.test(complaint) && sudoPassword === undefined)
    return `sudo on ${host} asks for the password of ${username}. Enter it as well, under “Password for sudo”.`;
  if (/must have a tty/.test(complaint))
    return `sudo on ${host} works in a terminal only. Remove “Defaults requiretty” from /etc/sudoers, or log in as root.`;
  if (/incorrect password attempt|Sorry, try again/.test(complaint))
    return `sudo on ${host} does not accept this password for ${username}.`;
  if (/not in the sudoers file|not allowed to execute/.test(complaint))
    return `The user ${username} may not use sudo on ${host}. Use root, or a user who may.`;
  const said = quoteFirstLine(complaint);
  return `Milepost’s key could not be installed on ${host}.${said === '' ? ` The user ${username} may not act as root.` : ` The server said: ${said}`}`;
}
