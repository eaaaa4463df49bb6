'use client';

import { useState } from 'react';

import { heldRows } from './held-rows';

export interface HeldRows<T> {
  rows: T[];
  /** New rows that wait until somebody asks for them. */
  waiting: number;
  showAll: () => void;
  /** For the element around the list: while the pointer is in it, no row moves. */
  onPointerEnter: () => void;
  onPointerLeave: () => void;
}

/** Rows that do not move under the pointer. `view` names what is listed: with another filter or page all rows are taken. */
export function useHeldRows<T extends { id: string }>(items: T[], view: string): HeldRows<T> {
  const [pointed, setPointed] = useState(false);
  const [shown, setShown] = useState({ view, items });
  const held = pointed && shown.view === view ? heldRows(shown.items, items) : null;
  if (held === null && (shown.items !== items || shown.view !== view)) setShown({ view, items });
  return {
    rows: held?.rows ?? items,
    waiting: held?.waiting ?? 0,
    showAll: () => {
      setShown({ view, items });
    },
    onPointerEnter: () => {
      setPointed(true);
    },
    onPointerLeave: () => {
      setPointed(false);
    },
  };
}
