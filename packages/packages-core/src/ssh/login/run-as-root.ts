import { shellQuote } from '../../engine/request';
import { BoundedBytes } from '../bounds/bounded-bytes';
import type { Connection } from '../transport/connection';
import { PATH } from '../supervisor/remote-shell';

/** A login that may act as root: root's own, or that of a user who may use sudo. */
export interface RootLogin {
  username: string;
  /** The user's password, where sudo asks for one. */
  sudoPassword?: string | undefined;
}

const TIMEOUT_SECONDS = 30;

export interface RootScript {
  script: string;
  /** $1, $2 … of the script. */
  args?: readonly string[];
}

/** Runs a script as root over a login. Resolves with what it printed. */
export async function runAsRoot(
  connection: Connection,
  { username, sudoPassword }: RootLogin,
  { script, args = [] }: RootScript,
): Promise<{ exitCode: number; printed: string; complaint: string }> {
  // Without a password sudo must not ask: an empty answer would count as a failed attempt on the server.
  const sudo = sudoPassword === undefined ? '/usr/bin/sudo -n ' : `/usr/bin/sudo -S -p '' `;
  const words = ['sh', ...args].map(shellQuote).join(' ');
  const printed = new BoundedBytes('an answer');
  const complaint = new BoundedBytes('a complaint');
  const exitCode = await connection.exec(
    `exec ${username === 'root' ? '' : sudo}/usr/bin/env PATH=${PATH} timeout ${TIMEOUT_SECONDS} /bin/sh -c ${shellQuote(script)} ${words}`,
    {
      input: Buffer.from(username === 'root' || sudoPassword === undefined ? '' : `${sudoPassword}\n`),
      timeoutMs: (TIMEOUT_SECONDS + 10) * 1000,
      onOutput: (chunk) => printed.push(chunk),
      onErrorOutput: (chunk) => complaint.push(chunk),
    },
  );
  return { exitCode, printed: printed.text(), complaint: complaint.text() };
}
