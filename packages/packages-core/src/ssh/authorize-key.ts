import { HostError } from '../engine/host-error';
import { quoteForShell } from '../engine/request';
import type { Connection } from './connection';
import { PATH } from './remote-shell';

const TIMEOUT_SECONDS = 30;

/**
 * Lets a public key log in as root from now on: over a login of root, or of a user who may sudo (`sudoPassword` where that asks for one).
 * A second time does nothing. Throws HostError `unusable` with what the server said.
 */
export async function authorizeKey(
  connection: Connection,
  { publicKey, username, sudoPassword }: { publicKey: string; username: string; sudoPassword?: string },
): Promise<void> {
  const script =
    `umask 077; mkdir -p /root/.ssh && cd /root/.ssh && touch authorized_keys && ` +
    `{ grep -qxF ${quoteForShell(publicKey)} authorized_keys || { [ -z "$(tail -c 1 authorized_keys)" ] || echo; echo ${quoteForShell(publicKey)}; } >>authorized_keys; }`;
  const sudo = username === 'root' ? '' : `/usr/bin/sudo -S -p '' `;
  let complaint = '';
  const exitCode = await connection.exec(
    `exec ${sudo}/usr/bin/env PATH=${PATH} timeout ${TIMEOUT_SECONDS} /bin/sh -c ${quoteForShell(script)}`,
    {
      input: Buffer.from(username === 'root' ? '' : `${sudoPassword ?? ''}\n`),
      timeoutMs: (TIMEOUT_SECONDS + 10) * 1000,
      onErrorOutput: (chunk) => {
        complaint += chunk.toString('utf8');
      },
    },
  );
  if (exitCode === 0) return;
  const said = complaint.trim().split('\n').at(-1) ?? '';
  throw new HostError(
    'unusable',
    `authorized_keys: exit code ${exitCode}: ${said}`,
    `The console's key could not be installed on ${connection.host}: ${said || 'the login may not become root'}.`,
  );
}
