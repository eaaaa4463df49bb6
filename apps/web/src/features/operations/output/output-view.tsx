'use client';

import { elementScroll, useVirtualizer } from '@tanstack/react-virtual';
import type { Ref } from 'react';
import { useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef } from 'react';

import type { OutputLines } from '../../../live/store/output-lines';
import { formatClock } from '../../../time/format-time';
import { groupTitle } from './group-title';
import { GroupRow, LineRow } from './output-row';
import { RowLayout } from './rows';
import type { Match } from './search';
import { matchesIn } from './search';
import type { Folding } from './use-folding';
import { useFollow } from './use-follow';
import type { SearchState } from './use-search';

const LINE_PX = 20;
const GROUP_PX = 26;
const GUTTER_CH = 12;
const TIME_CH = 11;

export interface OutputViewHandle {
  /** Scrolls to a search result. */
  reveal: (match: Match) => void;
}

export interface OutputViewProps {
  ref: Ref<OutputViewHandle>;
  output: OutputLines;
  version: number;
  labels: Map<number, string>;
  live: boolean;
  wrap: boolean;
  /** When each line came. */
  times: boolean;
  folding: Folding;
  search: SearchState;
  following: boolean;
  onFollowing: (following: boolean) => void;
  /** Said while there is no line. */
  placeholder: string;
}

/** The scrolled part of the pane; only the rows in sight exist. */
export function OutputView({ ref, output, version, folding, search, wrap, ...props }: OutputViewProps) {
  const scrollerRef = useRef<HTMLDivElement>(null);
  const ownScrollRef = useRef(() => undefined as void);
  const layout = useMemo(() => layoutNow(output, folding, version), [output, folding, version]);
  const latest = useRef(layout);
  useLayoutEffect(() => {
    latest.current = layout;
  }, [layout]);
  const numbers = useMemo(() => firstNumbers(output, version), [output, version]);
  // eslint-disable-next-line react-hooks/incompatible-library -- no compiler memoizes this component, so nothing goes stale
  const virtual = useVirtualizer({
    count: layout.count,
    getScrollElement: () => scrollerRef.current,
    estimateSize: (row) => (layout.at(row).kind === 'group' ? GROUP_PX : LINE_PX),
    overscan: 24,
    scrollToFn: (offset, options, instance) => {
      elementScroll(offset, options, instance);
      ownScrollRef.current();
    },
  });
  const height = virtual.getTotalSize();
  const { onScroll, onOwnScroll } = useFollow({ scrollerRef, grown: height + version, ...props });
  useLayoutEffect(() => {
    ownScrollRef.current = onOwnScroll;
  }, [onOwnScroll]);
  useEffect(() => {
    virtual.measure();
  }, [virtual, wrap, folding, props.times]);
  useImperativeHandle(ref, () => ({
    reveal: ({ group, line }) => {
      // The group may just have been opened: wait until its rows are there.
      requestAnimationFrame(() => {
        virtual.scrollToIndex(latest.current.rowOf(group, line), { align: 'center' });
      });
    },
  }));

  return (
    <div
      ref={scrollerRef}
      role="log"
      aria-live="off"
      aria-labelledby="output"
      tabIndex={0}
      onScroll={onScroll}
      className="@container min-h-0 flex-1 overflow-auto overscroll-contain bg-term pt-1 pb-2 font-mono text-xs/5 text-ansi-fg [font-variant-ligatures:none] focus-visible:-outline-offset-2"
    >
      {layout.count === 0 && <p className="px-4 py-3 font-sans text-ink-3">{props.placeholder}</p>}
      <div
        className="relative min-w-full"
        style={{
          height,
          width: wrap ? '100%' : `${output.longest + GUTTER_CH + (props.times ? TIME_CH : 0)}ch`,
        }}
      >
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const row = layout.at(index);
          const group = output.groups[row.group];
          if (group === undefined) return null;
          const line = row.kind === 'line' ? group.lines[row.line] : undefined;
          return (
            <div
              key={key}
              ref={wrap ? virtual.measureElement : undefined}
              data-index={index}
              className="absolute top-0 left-0 w-full"
              style={{ transform: `translateY(${start}px)` }}
            >
              {row.kind === 'group' ? (
                <GroupRow
                  title={groupTitle(output.groups, group, props.labels.get(group.milestone))}
                  at={group.at}
                  lines={group.lines.length}
                  open={folding.isOpen(row.group)}
                  growing={props.live && row.group === output.groups.length - 1}
                  onToggle={() => {
                    folding.toggle(row.group);
                  }}
                />
              ) : (
                line !== undefined && (
                  <LineRow
                    line={line}
                    length={line.text.length}
                    number={(numbers[row.group] ?? 1) + row.line}
                    wrap={wrap}
                    time={props.times ? formatClock(line.at) : null}
                    matches={matchesIn(search.matches, row.group, row.line)}
                    current={search.current}
                  />
                )
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** `version` stands for what `output`, growing in place, cannot tell by itself. */
function layoutNow(output: OutputLines, folding: Folding, version: number): RowLayout {
  if (version < 0) return new RowLayout([]);
  return new RowLayout(
    output.groups.map(({ lines }, group) => ({ lines: lines.length, open: folding.isOpen(group) })),
  );
}

/** The number of each group's first line: lines are counted over the whole output. */
function firstNumbers(output: OutputLines, version: number): number[] {
  if (version < 0) return [];
  let next = 1;
  return output.groups.map(({ lines }) => {
    const first = next;
    next += lines.length;
    return first;
  });
}
