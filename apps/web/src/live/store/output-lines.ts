import type { OperationPlan } from '@milepost/api/output-views';
import type { OutputChunk } from '@milepost/api/views';
import { formatBytes } from '@milepost/contract/messages/format/bytes';

import type { StepKind, StepLine } from './step-lines';
import { StepLines, stepsOf } from './step-lines';

/** One line of output. `sgr`: the colors in force where it begins; `text` may switch them (ANSI SGR sequences only). */
export interface OutputLine {
  text: string;
  sgr: string;
  /** It stands for bytes that were left out. */
  gap: boolean;
  /** Null: printed by a command. */
  step: StepKind | null;
  /** Where it begins, in bytes of the command's output. */
  offset: number;
  /** When its beginning was stored. */
  at: string;
}

/** The lines of one command: one attempt at a milestone, or its rolling back. */
export interface OutputGroup {
  command: string;
  milestone: number;
  attempt: number;
  undo: boolean;
  /** When it began to be heard of. */
  at: string;
  lines: OutputLine[];
}

interface Writing {
  group: OutputGroup;
  steps: StepLines;
  /** Bytes of the command's output so far. */
  reached: number;
  /** Marks whose lines stand at the end already, while output that belongs before them is still to come. */
  ahead: { offset: number; lines: number }[];
  /** The last line is not complete yet. */
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
  /** Names what the marks stand for; set before the first chunk. */
  plan: OperationPlan | null = null;
  lines = 0;
  bytes = 0;
  /** Characters of the longest line, colors not counted. */
  longest = 0;
  /** Raised when a line was put before others: their numbers are not what they were. */
  moved = 0;
  private readonly writing = new Map<string, Writing>();

  append(chunk: OutputChunk): void {
    const at = this.writingOf(chunk);
    if (chunk.mark !== null) {
      this.addSteps(at, at.steps.next(chunk.mark, chunk.offset), chunk);
      return;
    }
    passMarks(at, chunk.offset);
    if (chunk.gapBefore > 0) this.addGap(at, chunk);
    const size = byteLength(chunk.text);
    this.bytes += size;
    let { offset, text } = chunk;
    for (let next = at.ahead[0]; next && next.offset < offset + byteLength(text); next = at.ahead[0]) {
      const [before, after] = splitAtByte(text, next.offset - offset);
      this.addText(at, { ...chunk, offset, text: before });
      ({ offset, text } = { offset: next.offset, text: after });
      passMarks(at, offset);
    }
    this.addText(at, { ...chunk, offset, text });
    at.reached = chunk.offset + size;
  }

  private addText(at: Writing, chunk: OutputChunk): void {
    const text = at.tail + chunk.text;
    let offset = chunk.offset - byteLength(at.tail);
    at.tail = unfinishedSequence(text);
    const whole = at.tail === '' ? text : text.slice(0, -at.tail.length);
    const parts = whole.split('\n');
    parts.forEach((part, index) => {
      const where = { offset, at: chunk.at };
      if (part !== '') this.write(at, part, where);
      if (index < parts.length - 1) this.endLine(at, where);
      offset += byteLength(part) + 1;
    });
  }

  private writingOf({ command, milestone, attempt, undo, at }: OutputChunk): Writing {
    const known = this.writing.get(command);
    if (known !== undefined) return known;
    const group: OutputGroup = { command, milestone, attempt, undo, at, lines: [] };
    const steps = new StepLines(stepsOf(this.plan, { milestone, undo }));
    const writing = { group, steps, reached: 0, ahead: [], open: false, returned: false, sgr: '', tail: '' };
    this.groups.push(group);
    this.writing.set(command, writing);
    return writing;
  }

  private write(at: Writing, part: string, where: Where): void {
    const shown = part.replace(UNSHOWN, '');
    const pieces = shown.split('\r');
    pieces.forEach((piece, index) => {
      if (index > 0) at.returned = true;
      if (piece === '') return;
      const line = this.openLine(at, where);
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

  private openLine(at: Writing, where: Where): OutputLine {
    const end = endOfText(at);
    const last = at.group.lines[end - 1];
    if (at.open && last !== undefined) return last;
    const line = { text: '', sgr: at.sgr, gap: false, step: null, ...where };
    this.insert(at, end, [line]);
    at.open = true;
    return line;
  }

  private endLine(at: Writing, where: Where): void {
    this.openLine(at, where);
    at.open = false;
    at.returned = false;
  }

  private addGap(at: Writing, { gapBefore, offset, at: time }: OutputChunk): void {
    startAnew(at);
    const text = `${formatBytes(gapBefore)} left out here`;
    this.insert(at, endOfText(at), [
      { text, sgr: '', gap: true, step: null, offset: offset - gapBefore, at: time },
    ]);
  }

  /** Lines of a mark stand where its bytes do, whichever of both came first. */
  private addSteps(at: Writing, steps: StepLine[], { offset, at: time }: OutputChunk): void {
    const lines = steps.map(({ kind, text }) => ({
      text,
      sgr: '',
      gap: false,
      step: kind,
      offset,
      at: time,
    }));
    for (const { text } of lines) this.longest = Math.max(this.longest, text.length);
    if (offset < at.reached) {
      const later = at.group.lines.findIndex((line) => line.step === null && line.offset >= offset);
      this.insert(at, later < 0 ? endOfText(at) : later, lines);
      if (later < 0) startAnew(at);
      return;
    }
    if (offset > at.reached) at.ahead.push({ offset, lines: lines.length });
    else startAnew(at);
    this.insert(at, at.group.lines.length, lines);
  }

  private insert(at: Writing, index: number, lines: OutputLine[]): void {
    if (index < at.group.lines.length && lines.length > 0) this.moved += 1;
    at.group.lines.splice(index, 0, ...lines);
    this.lines += lines.length;
  }
}

type Where = Pick<OutputLine, 'offset' | 'at'>;

/** Where the command's next line goes: before the lines of marks that are ahead of it. */
function endOfText({ group, ahead }: Writing): number {
  return group.lines.length - ahead.reduce((sum, { lines }) => sum + lines, 0);
}

/** Output has come as far as `offset`: what follows belongs behind the marks there. */
function passMarks(at: Writing, offset: number): void {
  while (at.ahead[0] && at.ahead[0].offset <= offset) {
    at.ahead.shift();
    startAnew(at);
  }
}

function splitAtByte(text: string, bytes: number): [string, string] {
  const encoded = encoder.encode(text);
  return [decoder.decode(encoded.subarray(0, bytes)), decoder.decode(encoded.subarray(bytes))];
}

function unfinishedSequence(text: string): string {
  if (!text.includes(ESC)) return '';
  const tail = UNFINISHED.exec(text)?.[0] ?? '';
  return tail.length > LONGEST_SEQUENCE ? '' : tail;
}

function startAnew(at: Writing): void {
  Object.assign(at, { open: false, returned: false, sgr: '', tail: '' });
}

/** The line without its colors. */
export function plainText(line: OutputLine): string {
  return line.text.includes(ESC) ? line.text.replace(SGR, '') : line.text;
}

/** The colors in force after some text; everything before a reset is forgotten. */
function sgrAfter(sgr: string, text: string): string {
  if (!text.includes(ESC)) return sgr;
  let after = sgr;
  for (const [sequence] of text.matchAll(SGR)) {
    after = /\[0*(;0*)*m$/.test(sequence) ? '' : after + sequence;
  }
  return after.length > 200 ? after.slice(after.lastIndexOf(ESC)) : after;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function byteLength(text: string): number {
  return encoder.encode(text).length;
}
