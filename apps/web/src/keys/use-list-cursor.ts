'use client';

import { useRef } from 'react';

import { useShortcut } from './provider';

/** `j` and `k` move the focus over the rows of a list, from link to link; `Enter` then opens one as any link. For the rows' parent. */
export function useListCursor(): React.RefObject<HTMLTableSectionElement | null> {
  const list = useRef<HTMLTableSectionElement>(null);
  const move = (by: 1 | -1): void => {
    const rows = [...(list.current?.rows ?? [])];
    const current = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[Math.max(0, Math.min(rows.length - 1, current + by))];
    next?.scrollIntoView({ block: 'nearest' });
    next?.querySelector('a')?.focus({ preventScroll: true });
  };
  useShortcut('j', () => {
    move(1);
  });
  useShortcut('k', () => {
    move(-1);
  });
  return list;
}
