import Anser from 'anser';

import type { OutputLine } from '../../../live/store/output-lines';

/** A stretch of a line in one look. `match`: inside a search result; `current` is the one that is stood on. */
export interface Span {
  text: string;
  className: string;
  match: 'none' | 'other' | 'current';
}

export interface MatchRange {
  start: number;
  end: number;
  current: boolean;
}

/** Nobody reads a line of this length on a screen; copy and download have all of it. */
export const LONGEST_SHOWN = 4_000;

const named: Record<string, string> = {
  red: 'a-red',
  green: 'a-green',
  yellow: 'a-yellow',
  blue: 'a-blue',
  magenta: 'a-magenta',
  cyan: 'a-cyan',
};

/** A line as spans in our eight colors, cut where search results begin and end. */
export function paintLine(line: OutputLine, matches: MatchRange[] = []): Span[] {
  const parts = Anser.ansiToJson(line.sgr + line.text.slice(0, LONGEST_SHOWN), {
    json: true,
    use_classes: true,
    remove_empty: true,
  });
  let at = 0;
  return parts.flatMap((part) => {
    const className = classOf(part);
    const spans = cut(part.content, at, matches).map((span) => ({ ...span, className }));
    at += part.content.length;
    return spans;
  });
}

type Part = ReturnType<typeof Anser.ansiToJson>[number];

function classOf({ fg, fg_truecolor: rgb, decorations }: Part): string {
  const classes = [colorClass(fg, rgb)];
  if (decorations.includes('bold')) classes.push('a-bold');
  if (decorations.includes('dim')) classes.push('a-dim');
  if (decorations.includes('italic')) classes.push('a-italic');
  if (decorations.includes('underline')) classes.push('a-underline');
  return classes.filter((name) => name !== '').join(' ');
}

/** Sixteen named colors, 256 and true ones all fold to the eight that are readable on both grounds. */
function colorClass(fg: string | null | undefined, rgb: string | null | undefined): string {
  if (fg === null || fg === undefined) return '';
  if (fg === 'ansi-truecolor') return nearest((rgb ?? '').split(',').map(Number));
  const palette = /^ansi-palette-(\d+)$/.exec(fg);
  if (palette !== null) return nearest(paletteColor(Number(palette[1])));
  const name = fg.replace('ansi-', '').replace('bright-', '');
  if (fg === 'ansi-bright-black') return 'a-dim';
  return named[name] ?? '';
}

function paletteColor(index: number): number[] {
  if (index >= 232) return Array<number>(3).fill(8 + (index - 232) * 10);
  const offset = Math.max(0, index - 16);
  const level = (step: number): number => (step === 0 ? 0 : 55 + step * 40);
  return [level(Math.floor(offset / 36)), level(Math.floor(offset / 6) % 6), level(offset % 6)];
}

/** By hue; what has hardly any is text, or dim when it is dark. */
function nearest([red = 0, green = 0, blue = 0]: number[]): string {
  const most = Math.max(red, green, blue);
  const range = most - Math.min(red, green, blue);
  if (range < 40) return most > 60 && most < 170 ? 'a-dim' : '';
  const sixth =
    most === red
      ? ((green - blue) / range + 6) % 6
      : most === green
        ? (blue - red) / range + 2
        : (red - green) / range + 4;
  const hues = ['a-red', 'a-yellow', 'a-green', 'a-cyan', 'a-blue', 'a-magenta'];
  return hues[Math.round(sixth) % 6] ?? '';
}

function cut(text: string, from: number, matches: MatchRange[]): Omit<Span, 'className'>[] {
  const spans: Omit<Span, 'className'>[] = [];
  let at = 0;
  for (const { start, end, current } of matches) {
    const low = Math.max(at, start - from);
    const high = Math.min(text.length, end - from);
    if (high <= low) continue;
    if (low > at) spans.push({ text: text.slice(at, low), match: 'none' });
    spans.push({ text: text.slice(low, high), match: current ? 'current' : 'other' });
    at = high;
  }
  if (at < text.length) spans.push({ text: text.slice(at), match: 'none' });
  return spans;
}
