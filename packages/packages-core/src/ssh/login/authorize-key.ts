import type { LoginProblem } from '@milepost/contract/errors/login-problem';
import { HostError } from '../../engine/host-error';
import { shellQuote } from '../../engine/request';
import type { Connection } from '../transport/connection';
import { readableLine } from './login-failure';
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
  const problem = keyProblem(connection.host, login, complaint);
  throw new HostError('unusable', problem, `exit code ${exitCode}`);
}

/** Why root's key could not be installed. */
export function keyProblem(
  host: string,
  { username, sudoPassword }: RootLogin,
  complaint: string,
): LoginProblem {
  if (/a (?:terminal|password) is required|no tty present/.test(complaint) && sudoPassword === undefined)
    return { code: 'sudo_password_required', host, username };
  if (/must have a tty/.test(complaint)) return { code: 'sudo_terminal_required', host };
  if (/incorrect password attempt|Sorry, try again/.test(complaint))
    return { code: 'sudo_password_rejected', host, username };
  if (/not in the sudoers file|not allowed to execute/.test(complaint))
    return { code: 'sudo_not_allowed', host, username };
  return { code: 'key_not_installed', host, username, printed: readableLine(complaint) };
}
