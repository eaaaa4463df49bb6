import { randomUUID } from 'node:crypto';
import { HostError } from '../../engine/host-error';
import { shellQuote } from '../../engine/request';
import { BoundedBytes } from '../bounds/bounded-bytes';
import type { Connection } from '../transport/connection';
import { loginFailure } from './login-failure';
import { LoginBannerFilter } from '../transport/login-banner-filter';
import { linkLost } from '../transport/ssh-errors';
import { PATH } from '../supervisor/remote-shell';

/** A forced command may print its advice and sleep for ten seconds, as those of cloud images do. */
const TIMEOUT_MS = 15_000;
/** A server that is there answers a keepalive every two seconds, whatever its shell does. */
const SILENT_MS = 8_000;

/**
 * Runs a short script that changes nothing over a login of which nothing is known yet, and resolves with what it printed. Checks that
 * the login runs commands at all and that its start-up files leave standard input alone.
 * Throws HostError `unusable` that repeats what the server said; `link_lost` where the connection broke.
 */
export async function runOverLogin(
  connection: Connection,
  { username, script }: { username: string; script: string },
): Promise<string> {
  const { host } = connection;
  const nonce = randomUUID();
  const output = new LoginBannerFilter();
  const answer = new BoundedBytes('an answer');
  const complaint = new BoundedBytes('a complaint');
  let timedOut = false;
  const body = `PATH=${PATH}; printf 'mp ready\\n'; IFS= read -r line; printf '%s\\n' "$line"; ${script}`;
  try {
    await connection.exec(`exec /bin/sh -c ${shellQuote(body)}`, {
      input: Buffer.from(`${nonce}\n`),
      timeoutMs: TIMEOUT_MS,
      onOutput: (chunk) => answer.push(output.push(chunk)),
      onErrorOutput: (chunk) => complaint.push(chunk),
    });
  } catch (error) {
    if (connection.lost.aborted || output.ready) throw error;
    const silentMs = Date.now() - connection.lastByteAt;
    if (silentMs > SILENT_MS) throw linkLost(host, `no byte for ${silentMs} ms`);
    timedOut = true;
  }
  if (!output.ready) {
    const said = `${output.preamble}\n${complaint.text()}`;
    throw new HostError('unusable', loginFailure({ host, username, said, timedOut }), said);
  }
  const printed = answer.text();
  const end = printed.indexOf('\n');
  if (printed.slice(0, end) !== nonce)
    throw new HostError('unusable', { code: 'input_swallowed', host, username });
  return printed.slice(end + 1);
}
