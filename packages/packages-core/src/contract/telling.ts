/**
 * What a script on a server says to the console amid its output: one OSC sequence, `ESC ] 6973 ; … BEL`, which terminals and
 * the console's output leave out. States write it with the functions of states/telling.ts; docs/add-a-package.md has the forms.
 */
export type Telling =
  /** So much is done. `share`: of the whole state, 0 to 1, where it counts in several parts; null: that of the count. */
  | { kind: 'progress'; done: number; total: number; unit: string; label: string; share: number | null }
  /** It waits for something, has done so for so long, and goes on by itself. */
  | { kind: 'waiting'; seconds: number; for: string }
  | { kind: 'resumed' };

const BEGIN = '\u001b]6973;';
const END = '\u0007';
const ESCAPE = 0x1b;
/** A sequence that does not end within so many bytes is none of ours. */
const LONGEST = 1_000;

/** The sequence without its beginning and end; null where it says nothing we know. */
export function parseTelling(body: string): Telling | null {
  const [kind, ...fields] = body.split(';');
  if (kind === 'progress') return parseProgress(fields);
  if (kind === 'resumed' && fields.length === 0) return { kind };
  if (kind === 'waiting') {
    const [seconds, ...words] = fields;
    const what = words.join(';').trim();
    return isCount(seconds) && what !== '' ? { kind, seconds: Number(seconds), for: what } : null;
  }
  return null;
}

function parseProgress([done, total, unit = '', label = '', percent = '']: string[]): Telling | null {
  if (!isCount(done) || !isCount(total) || Number(total) === 0 || label.trim() === '') return null;
  if (percent !== '' && !isCount(percent)) return null;
  return {
    kind: 'progress',
    done: Math.min(Number(done), Number(total)),
    total: Number(total),
    unit,
    label: label.trim(),
    share: percent === '' ? null : Math.min(1, Number(percent) / 100),
  };
}

const isCount = (text: string | undefined): text is string => /^\d{1,15}$/.test(text ?? '');

const WHOLE = new RegExp(`${BEGIN.replace(']', '\\]')}[^\\u0007\\u001b]*(?:${END}|$)`, 'g');

/** Output as people read it: what was told is gone, also one that is cut off at the end. */
export function stripTellings(text: string): string {
  return text.includes(BEGIN) ? text.replace(WHOLE, '') : text;
}

/** Finds tellings in output that comes in pieces cut anywhere. */
export class TellingReader {
  #held = '';

  /** What this piece says, in order. */
  push(bytes: Uint8Array): Telling[] {
    if (this.#held === '' && !bytes.includes(ESCAPE)) return [];
    // A byte a character: sequences are found before they are decoded, so that a cut within a character does no harm.
    const text = this.#held + binary(bytes);
    this.#held = '';
    const found: Telling[] = [];
    // Colours begin with an escape too: only what is ours, or may become it, is looked at closer.
    for (let at = text.indexOf('\u001b'); at >= 0; at = text.indexOf('\u001b', at + 1)) {
      if (!text.startsWith(BEGIN, at) && text.length - at >= BEGIN.length) continue;
      const rest = text.slice(at, at + LONGEST);
      const end = rest.indexOf(END);
      if (end < 0 && mayGoOn(rest)) {
        this.#held = rest;
        return found;
      }
      if (end < 0 || !rest.startsWith(BEGIN)) continue;
      const telling = parseTelling(decode(rest.slice(BEGIN.length, end)));
      if (telling) found.push(telling);
    }
    return found;
  }
}

function mayGoOn(rest: string): boolean {
  if (rest.length >= LONGEST) return false;
  return rest.startsWith(BEGIN) ? !rest.includes('\u001b', 1) : BEGIN.startsWith(rest);
}

/** So many arguments a call takes everywhere. */
const AT_ONCE = 8_192;

function binary(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += AT_ONCE)
    text += String.fromCharCode(...bytes.subarray(at, at + AT_ONCE));
  return text;
}

const decode = (binary: string): string =>
  new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
