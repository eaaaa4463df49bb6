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
 * Sending a command again gives the same work digest, whatever fence it carries. Throws RangeError past
 * REQUEST_LIMITS, and TypeError for a name or a number that is none.
 */
export function encodeRequest(command: DurableCommand, secrets: Record<string, string>): Buffer {
  const { operation, key, states, user, libraries = '' } = command;
  if (user && states.some((state) => state.confirmWithinSeconds !== undefined))
    throw new TypeError('a guarded change of another user');
  if (states.length > REQUEST_LIMITS.states) throw new RangeError(`${states.length} states in one milestone`);
  const work = Buffer.from(
    [
      user ? `r_user=${shellQuote(user)}\n` : '',
      libraries && `libraries=${shellQuote(libraries)}\n`,
      ...states.map((state, index) => encodeState(state, index + 1, libraries && '$libraries')),
    ].join(''),
    'utf8',
  );
  const envelope = Buffer.from(encodeEnvelope(command, sha256(work)));
  const request = Buffer.concat([envelope, work]);
  const hidden = Buffer.from(encodeSecretPayload(secrets));
  if (request.length > REQUEST_LIMITS.requestBytes)
    throw new RangeError(`a request of ${request.length} bytes`);
  if (hidden.length > REQUEST_LIMITS.secretBytes) throw new RangeError(`secrets of ${hidden.length} bytes`);
  const header = `milepost 1 ${request.length} ${sha256(request, hidden)} ${hidden.length} ${operation} ${key}\n`;
  return Buffer.concat([Buffer.from(header), request, hidden]);
}

/** The request's first line. The server's shell reads it as root, and its values come from rows and from the server itself. */
function encodeEnvelope({ operation, key, fence, spool, states }: DurableCommand, work: string): string {
  const values = {
    r_op: nameOf('operation', operation),
    r_key: nameOf('key', key),
    r_fence: countOf('fence', fence),
    r_spool: nameOf('spool', spool.id),
    r_claims: countOf('claims', spool.claims),
    r_boot: nameOf('boot', spool.bootId),
    r_work: work,
    r_states: countOf('states', states.length),
  };
  const words = Object.entries(values).map(([name, value]) => `${name}=${shellQuote(value)}`);
  return `${words.join(' ')}\n`;
}

/** As the supervisor's `require_names` takes them. */
function nameOf(what: string, value: string): string {
  if (!/^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}$/.test(value))
    throw new TypeError(`not a name of a command's ${what}`);
  return value;
}

function countOf(what: string, value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new TypeError(`not a number of a command's ${what}`);
  return String(value);
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
  return `${[...lines, ...encodeUndo(state, n, encode)].join('\n')}\n`;
}

/** What the server may have to undo by itself. */
function encodeUndo(state: CommandState, n: number, encode: (script: string) => string): string[] {
  const { undo, confirmWithinSeconds: seconds, undoesWhenRefused: refused = [] } = state;
  if (seconds !== undefined && undo === undefined) throw new TypeError('a guarded change without an undo');
  return [
    ...(undo === undefined ? [] : [`undo${n}=${encode(undo)}`]),
    ...(seconds === undefined ? [] : [`confirm${n}='${countOf('seconds', seconds)}'`]),
    ...(refused.length === 0 ? [] : [`refused${n}='${refused.map((at) => countOf('state', at)).join(' ')}'`]),
  ];
}
