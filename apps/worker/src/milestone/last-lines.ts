import { stripVTControlCharacters } from 'node:util';
import { stripTellings } from '@milepost/packages-core/contract/telling';

/** How much of the end of a milestone's output is looked at when it failed, in bytes. */
export const TAIL_BYTES = 8 * 1024;

const SHOWN_LINES = 12;
const LONGEST_SENTENCE = 200;

/** The end of an output as people read it: no control characters, what was overwritten by carriage returns gone. */
export function readableTail(tail: Uint8Array): string {
  const text = stripVTControlCharacters(stripTellings(new TextDecoder().decode(tail)));
  return text
    .split('\n')
    .map((line) => line.replace(/\r+$/, '').split('\r').at(-1) ?? '')
    .join('\n');
}

/** The last lines that say something. */
export function lastLines(tail: string): string {
  const lines = tail.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-SHOWN_LINES).join('\n');
}

/** The line that tells best why it failed: the last that looks like an error, else the last one. Null without output. */
export function tellingLine(tail: string): string | null {
  const lines = tail
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const telling =
    lines.findLast((line) => /^E:|error|fail|cannot|could not|denied|not found/i.test(line)) ?? lines.at(-1);
  if (telling === undefined) return null;
  return telling.length > LONGEST_SENTENCE ? `${telling.slice(0, LONGEST_SENTENCE)}…` : telling;
}
