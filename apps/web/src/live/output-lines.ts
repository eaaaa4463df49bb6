import type { OutputChunk } from '@milepost/api/views';

/** One line of output. `sgr`: the colours in force where it begins; `text` may switch them (ANSI SGR sequences only). */
export interface OutputLine {
  text: string;
  sgr: string;
  /** It stands for bytes that were left out. */
  gap: boolean;
}

/** The lines of one milestone, in order. */
export interface OutputGroup {
  milestone: number;
  lines: OutputLine[];
}

interface Writing {
  group: OutputGroup;
  /** Bytes of the command's output so far; a lower offset is another command's. */
  reached: number;
  /** The last line goes on. */
  open: boolean;
  /** A carriage return came: what follows overwrites the line. */
  returned: boolean;
  sgr: string;
  /** An escape sequence of which the end has not come yet. */
  tail: string;
}

const ESC = '\u001b';
const CSI = `${ESC}\\[[0-9;:?]*[ -/]*`;
const OSC = `${ESC}\\][^\\u0007${ESC}]*`;
const SGR = new RegExp(`${ESC}\\[[0-9;:]*m`, 'g');
/** Every other sequence and control character: cursor, title, hyperlink, character set, bell. */
const UNSHOWN = new RegExp(
  [
    `${CSI}[@-ln-~]`,
    `${OSC}(?:\\u0007|${ESC}\\\\)`,
    `${ESC}[()*+][A-Za-z0-9]`,
    `${ESC}(?!\\[[0-9;:]*m)[@-Z\\\\^_=>78]?`,
    '[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001a\\u001c-\\u001f\\u007f]',
  ].join('|'),
  'g',
);
const UNFINISHED = new RegExp(`(?:${CSI}|${OSC}${ESC}?|${ESC}[()*+]?)$`);
/** A title that never ends is no reason to hold the text back for ever. */
const LONGEST_SEQUENCE = 2_000;

/** Assembles the lines of an operation's output from chunks that are cut anywhere. Groups are in the order they began. */
export class OutputLines {
  readonly groups: OutputGroup[] = [];
  lines = 0;
  bytes = 0;
  /** Characters of the longest line, colours not counted. */
  longest = 0;
  private readonly writing = new Map<number, Writing>();

  append(chunk: OutputChunk): void {
    const at = this.writingOf(chunk.milestone);
    if (chunk.offset < at.reached) startAnew(at);
    if (chunk.gapBefore > 0) this.addGap(at, chunk.gapBefore);
    const size = byteLength(chunk.text);
    at.reached = chunk.offset + size;
    this.bytes += size;

    const text = at.tail + chunk.text;
    at.tail = unfinishedSequence(text);
    const whole = at.tail === '' ? text : text.slice(0, -at.tail.length);
    const parts = whole.split('\n');
    parts.forEach((part, index) => {
      if (part !== '') this.write(at, part);
      if (index < parts.length - 1) this.endLine(at);
    });
  }

  private writingOf(milestone: number): Writing {
    const known = this.writing.get(milestone);
    if (known !== undefined) return known;
    const group: OutputGroup = { milestone, lines: [] };
    const writing = { group, reached: 0, open: false, returned: false, sgr: '', tail: '' };
    this.groups.push(group);
    this.writing.set(milestone, writing);
    return writing;
  }

  private write(at: Writing, part: string): void {
    const shown = part.replace(UNSHOWN, '');
    const pieces = shown.split('\r');
    pieces.forEach((piece, index) => {
      if (index > 0) at.returned = true;
      if (piece === '') return;
      const line = this.openLine(at);
      if (at.returned) {
        line.text = '';
        line.sgr = at.sgr;
        at.returned = false;
      }
      line.text += piece;
      at.sgr = sgrAfter(at.sgr, piece);
      this.longest = Math.max(this.longest, plainText(line).length);
    });
  }

  private openLine(at: Writing): OutputLine {
    const last = at.group.lines.at(-1);
    if (at.open && last !== undefined) return last;
    const line = { text: '', sgr: at.sgr, gap: false };
    at.group.lines.push(line);
    at.open = true;
    this.lines += 1;
    return line;
  }

  private endLine(at: Writing): void {
    this.openLine(at);
    at.open = false;
    at.returned = false;
  }

  private addGap(at: Writing, bytes: number): void {
    startAnew(at);
    at.group.lines.push({ text: `${bytesWords(bytes)} left out here`, sgr: '', gap: true });
    this.lines += 1;
  }
}

function unfinishedSequence(text: string): string {
  if (!text.includes(ESC)) return '';
  const tail = UNFINISHED.exec(text)?.[0] ?? '';
  return tail.length > LONGEST_SEQUENCE ? '' : tail;
}

function startAnew(at: Writing): void {
  Object.assign(at, { open: false, returned: false, sgr: '', tail: '' });
}

/** The line without its colours. */
export function plainText(line: OutputLine): string {
  return line.text.includes(ESC) ? line.text.replace(SGR, '') : line.text;
}

/** "812 B", "9.4 kB", "8.1 MB". */
export function bytesWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** The colours in force after some text; everything before a reset is forgotten. */
function sgrAfter(sgr: string, text: string): string {
  if (!text.includes(ESC)) return sgr;
  let after = sgr;
  for (const [sequence] of text.matchAll(SGR)) {
    after = /\[0*(;0*)*m$/.test(sequence) ? '' : after + sequence;
  }
  return after.length > 200 ? after.slice(after.lastIndexOf(ESC)) : after;
}

const encoder = new TextEncoder();

function byteLength(text: string): number {
  return encoder.encode(text).length;
}
