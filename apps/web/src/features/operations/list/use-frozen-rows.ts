'use client';

import { useState } from 'react';

import { frozenRows } from './frozen-rows';

export interface FrozenRows<T> {
  rows: T[];
  /** New rows that wait until somebody asks for them. */
  waiting: number;
  showAll: () => void;
  /** For the element around the list: while the pointer is in it, no row moves. */
  onPointerEnter: () => void;
  onPointerLeave: () => void;
}

/** Rows that do not move under the pointer. `view` names what is listed: with another filter or page all rows are taken. */
export function useFrozenRows<T extends { id: string }>(items: T[], view: string): FrozenRows<T> {
  const [pointed, setPointed] = useState(false);
  const [shown, setShown] = useState({ view, items });
  const frozen = pointed && shown.view === view ? frozenRows(shown.items, items) : null;
  if (frozen === null && (shown.items !== items || shown.view !== view)) setShown({ view, items });
  return {
    rows: frozen?.rows ?? items,
    waiting: frozen?.waiting ?? 0,
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
