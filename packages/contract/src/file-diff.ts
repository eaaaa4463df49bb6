/**
 * What a state would change in a file: a line `diff TAB KIND TAB ADDED TAB REMOVED TAB MORE TAB PATH`, and after it the lines of a unified
 * diff where the kind is `text`. Printed by a state's `diff`; see states/lib/file/diff.sh.
 */

/**
 * `text`: in `text`. `secrets`: not shown, because it holds secrets, or because nothing but them differs. `binary`: it is no text.
 * `too_large`: it was not compared, or there was no room for it.
 */
const KINDS = ['text', 'secrets', 'binary', 'too_large'] as const;

export interface FileDiff {
  path: string;
  is: (typeof KINDS)[number];
  /** Lines, also of what was cut off. 0 where the kind is not `text`. */
  added: number;
  removed: number;
  /** A unified diff, at most about 16 KiB, with the path in the place of both names. Empty where the kind is not `text`. No secret. */
  text: string;
  /** Lines of the diff that were cut off at its end. */
  moreLines: number;
}

const MAX_LINES = 402;
const MAX_LENGTH = 20_000;
const HEADER = /^diff\t(text|secrets|binary|too_large)\t(\d{1,9})\t(\d{1,9})\t(\d{1,9})\t(\/[^\t]{1,4095})$/;
/** All but tabs: a terminal's would hide what is there. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** Reads what `diff` printed; null where nothing differs, or it is no diff. Pure. */
export function parseFileDiff(stdout: string): FileDiff | null {
  const [first = '', ...lines] = stdout.split('\n');
  const [, kind, added, removed, more, path = ''] = HEADER.exec(first) ?? [];
  if (!isKind(kind)) return null;
  const shown = kind === 'text' ? lines.slice(0, -1).slice(0, MAX_LINES) : [];
  return {
    ...{ path: path.replaceAll(CONTROL, '\uFFFD'), is: kind },
    ...{ added: Number(added), removed: Number(removed), moreLines: Number(more) },
    text: shown.join('\n').replaceAll(CONTROL, '\uFFFD').slice(0, MAX_LENGTH),
  };
}

/** The same without its text, where there is no room for it. Pure. */
export const withoutText = (diff: FileDiff): FileDiff =>
  diff.is === 'text' ? { ...diff, is: 'too_large', text: '', moreLines: 0 } : diff;

const isKind = (kind: string | undefined): kind is FileDiff['is'] =>
  (KINDS as readonly (string | undefined)[]).includes(kind);
