/**
 * What a script on a server says to the console amid its output: one OSC sequence, `ESC ] 6973 ; … BEL`, which terminals and
 * the console's output leave out. States write it with the functions of states/lib/progress.sh; docs/add-a-package.md has the forms.
 */
export type ProgressMessage =
  /** So much is done. `share`: of the whole state, 0 to 1, where it counts in several parts; null: that of the count. */
  | { kind: 'progress'; done: number; total: number; unit: string; label: string; fraction: number | null }
  /** It waits for something, has done so for so long, and goes on by itself. */
  | { kind: 'waiting'; seconds: number; for: string }
  | { kind: 'resumed' }
  /** Something that people should know, although it prevents nothing: an event of the operation. */
  | { kind: 'warning'; sentence: string };

const BEGIN = '\u001b]6973;';
const END = '\u0007';
const ESCAPE = 0x1b;
/** A sequence that does not end within so many bytes is none of ours. */
const MAX_SEQUENCE_BYTES = 1_000;

/** The sequence without its beginning and end; null where it says nothing we know. */
export function parseProgressMessage(body: string): ProgressMessage | null {
  const [kind, ...fields] = body.split(';');
  if (kind === 'progress') return parseProgress(fields);
  if (kind === 'resumed' && fields.length === 0) return { kind };
  if (kind === 'warning') {
    const sentence = fields.join(';').trim();
    return sentence === '' ? null : { kind, sentence };
  }
  if (kind === 'waiting') {
    const [seconds, ...rest] = fields;
    const reason = rest.join(';').trim();
    return isCount(seconds) && reason !== '' ? { kind, seconds: Number(seconds), for: reason } : null;
  }
  return null;
}

function parseProgress([done, total, unit = '', label = '', percent = '']: string[]): ProgressMessage | null {
  if (!isCount(done) || !isCount(total) || Number(total) === 0 || label.trim() === '') return null;
  if (percent !== '' && !isCount(percent)) return null;
  return {
    kind: 'progress',
    done: Math.min(Number(done), Number(total)),
    total: Number(total),
    unit,
    label: label.trim(),
    fraction: percent === '' ? null : Math.min(1, Number(percent) / 100),
  };
}

const isCount = (text: string | undefined): text is string => /^\d{1,15}$/.test(text ?? '');

const SEQUENCE = new RegExp(`${BEGIN.replace(']', '\\]')}[^\\u0007\\u001b]*(?:${END}|$)`, 'g');

/** Output as people read it: without progress messages, also without one that is cut off at the end. */
export function stripProgressMessages(text: string): string {
  return text.includes(BEGIN) ? text.replace(SEQUENCE, '') : text;
}

/** Finds tellings in output that comes in pieces cut anywhere. */
export class ProgressParser {
  #pending = '';

  /** What this piece says, in order. */
  push(bytes: Uint8Array): ProgressMessage[] {
    if (this.#pending === '' && !bytes.includes(ESCAPE)) return [];
    // A byte a character: sequences are found before they are decoded, so that a cut within a character does no harm.
    const text = this.#pending + binary(bytes);
    this.#pending = '';
    const found: ProgressMessage[] = [];
    // Colors begin with an escape too: only what is ours, or may become it, is looked at closer.
    for (let start = text.indexOf('\u001b'); start >= 0; start = text.indexOf('\u001b', start + 1)) {
      if (!text.startsWith(BEGIN, start) && text.length - start >= BEGIN.length) continue;
      const candidate = text.slice(start, start + MAX_SEQUENCE_BYTES);
      const end = candidate.indexOf(END);
      if (end < 0 && mayContinue(candidate)) {
        this.#pending = candidate;
        return found;
      }
      if (end < 0 || !candidate.startsWith(BEGIN)) continue;
      const message = parseProgressMessage(decode(candidate.slice(BEGIN.length, end)));
      if (message) found.push(message);
    }
    return found;
  }
}

function mayContinue(candidate: string): boolean {
  if (candidate.length >= MAX_SEQUENCE_BYTES) return false;
  return candidate.startsWith(BEGIN) ? !candidate.includes('\u001b', 1) : BEGIN.startsWith(candidate);
}

/** So many arguments a call takes everywhere. */
const MAX_CALL_ARGUMENTS = 8_192;

function binary(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += MAX_CALL_ARGUMENTS)
    text += String.fromCharCode(...bytes.subarray(start, start + MAX_CALL_ARGUMENTS));
  return text;
}

const decode = (binary: string): string =>
  new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
