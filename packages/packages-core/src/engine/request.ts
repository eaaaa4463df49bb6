import { createHash } from 'node:crypto';
import type { CommandState, DurableCommand } from './host';
import { encodeSecretPayload } from './output/secret-payload';

/** What a request may hold at most: the server receives it into memory. */
export const REQUEST_LIMITS = { states: 999, requestBytes: 1024 * 1024, secretBytes: 256 * 1024 } as const;

const sha256 = (...parts: Buffer[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/** A text as one word of a POSIX shell. Throws TypeError for what no shell can hold. */
export function shellQuote(text: string): string {
  if (text.includes('\0')) throw new TypeError('a script cannot hold a NUL byte');
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * The bytes of a start: a header with lengths and digest, the request as shell assignments, the secrets' lines.
 * Sending a command again gives the same work digest, whatever fence it carries. Throws RangeError past REQUEST_LIMITS.
 */
export function encodeRequest(command: DurableCommand, secrets: Record<string, string>): Buffer {
  const { operation, key, fence, spool, states, user, libraries = '' } = command;
  if (states.length > REQUEST_LIMITS.states) throw new RangeError(`${states.length} states in one milestone`);
  const work = Buffer.from(
    [
      user ? `r_user=${shellQuote(user)}\n` : '',
      libraries && `libraries=${shellQuote(libraries)}\n`,
      ...states.map((state, index) => encodeState(state, index + 1, libraries && '$libraries')),
    ].join(''),
    'utf8',
  );
  const envelope = Buffer.from(
    `r_op=${operation} r_key=${key} r_fence=${fence} r_spool=${spool.id} r_claims=${spool.claims} ` +
      `r_boot=${spool.bootId} r_work=${sha256(work)} r_states=${states.length}\n`,
  );
  const request = Buffer.concat([envelope, work]);
  const hidden = Buffer.from(encodeSecretPayload(secrets));
  if (request.length > REQUEST_LIMITS.requestBytes)
    throw new RangeError(`a request of ${request.length} bytes`);
  if (hidden.length > REQUEST_LIMITS.secretBytes) throw new RangeError(`secrets of ${hidden.length} bytes`);
  const header = `milepost 1 ${request.length} ${sha256(request, hidden)} ${hidden.length} ${operation} ${key}\n`;
  return Buffer.concat([Buffer.from(header), request, hidden]);
}

/** `n` from 1. `prefix` is a shell variable with what each script begins with, or empty. */
function encodeState(state: CommandState, n: number, prefix: string): string {
  const encode = (script: string): string => `${prefix}${shellQuote(script)}`;
  const lines = [`apply${n}=${encode(state.apply)}`];
  if (state.check !== null) lines.push(`check${n}=${encode(state.check)}`);
  if (state.verify !== null)
    lines.push(`verify${n}=${state.verify === state.check ? `$check${n}` : encode(state.verify)}`);
  if (state.capture !== null) lines.push(`capture${n}=${encode(state.capture)}`);
  if (state.idempotent) lines.push(`idempotent${n}=1`);
  if (state.captureIndex !== undefined) lines.push(`captureIndex${n}=${state.captureIndex}`);
  return `${lines.join('\n')}\n`;
}
