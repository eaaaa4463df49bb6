import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo } from 'react';

import { cn } from '../../../components/cn';
import type { OutputLine } from '../../../live/store/output-lines';
import { Clock } from '../../../time/ticking';
import { plural } from '@milepost/contract/messages/format/text';
import { LONGEST_SHOWN, paintLine } from './ansi';
import { toneOf } from './line-tone';
import type { Match } from './search';

export interface LineRowProps {
  line: OutputLine;
  /** Of the line, so that a line that still grows is drawn again. */
  length: number;
  number: number;
  wrap: boolean;
  /** When it came; null: not shown. */
  time: string | null;
  matches: Match[];
  current: Match | undefined;
}

export const LineRow = memo(function LineRow({ line, number, wrap, time, matches, current }: LineRowProps) {
  const spans = paintLine(
    line,
    matches.map((match) => ({ ...match, current: match === current })),
  );
  return (
    <div className="flex min-h-5 hover:bg-hover">
      <span className="w-[52px] flex-none pr-3.5 text-right text-ansi-dim select-none">{number}</span>
      {time !== null && <span className="flex-none pr-3.5 text-ansi-dim select-none">{time}</span>}
      <span
        className={cn(
          'pr-4',
          toneOf(line),
          wrap ? 'min-w-0 wrap-anywhere whitespace-pre-wrap' : 'whitespace-pre',
        )}
      >
        {line.gap ? (
          <span className="a-dim a-italic">{line.text}</span>
        ) : (
          spans.map(({ text, className, match }, index) =>
            match === 'none' ? (
              <span key={index} className={className}>
                {text}
              </span>
            ) : (
              <mark key={index} className={className} data-current={match === 'current' || undefined}>
                {text}
              </mark>
            ),
          )
        )}
        {line.text.length > LONGEST_SHOWN && (
          <span className="a-dim a-italic"> … {line.text.length - LONGEST_SHOWN} characters more</span>
        )}
      </span>
    </div>
  );
});

export interface GroupRowProps {
  title: string;
  /** When it began. */
  at: string;
  lines: number;
  open: boolean;
  /** More may come. */
  growing: boolean;
  onToggle: () => void;
}

/** The heading of an attempt's lines, which fold under it. It stays in sight when lines are scrolled sideways. */
export function GroupRow({ title, at, lines, open, growing, onToggle }: GroupRowProps) {
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      aria-expanded={open}
      onClick={onToggle}
      className="sticky left-0 flex h-[26px] w-[100cqw] items-center pr-4 text-left font-sans text-ink-2 hover:bg-hover"
    >
      <Chevron aria-hidden className="mr-2 ml-3.5 size-3.5 text-ink-3" />
      <span className="truncate">{title}</span>
      <span className="ml-auto flex-none pl-3 text-ansi-dim">
        <Clock at={at} /> · {lines} {plural(lines, { one: 'line', other: 'lines' })}
        {growing && ' so far'}
      </span>
    </button>
  );
}
