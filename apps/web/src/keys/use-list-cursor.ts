'use client';

import { useRef, useState } from 'react';

import { useShortcut } from './provider';

export interface ListCursor {
  /** The row the keys stand on; -1 before the first key. */
  index: number;
  /** For the element whose `[data-row]` children are the rows. */
  listRef: React.RefObject<HTMLTableSectionElement | null>;
}

/** `j` and `k` move over a list, `Enter` opens the row they stand on. */
export function useListCursor<T>(items: T[], open: (item: T) => void): ListCursor {
  const [index, setIndex] = useState(-1);
  const listRef = useRef<HTMLTableSectionElement>(null);
  const move = (by: number): void => {
    const next = Math.max(0, Math.min(items.length - 1, index + by));
    setIndex(next);
    listRef.current?.rows[next]?.scrollIntoView({ block: 'nearest' });
  };
  useShortcut('j', () => {
    move(1);
  });
  useShortcut('k', () => {
    move(-1);
  });
  useShortcut('Enter', () => {
    const item = items[index];
    if (item !== undefined) open(item);
  });
  return { index, listRef };
}
