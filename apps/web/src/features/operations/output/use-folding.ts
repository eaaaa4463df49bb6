'use client';

import { useMemo, useState } from 'react';

import type { OutputLines } from '../../../live/store/output-lines';

/** Above so many lines, only the newest attempt is open when the page is. */
const MANY_LINES = 400;

export interface Folding {
  isOpen: (group: number) => boolean;
  toggle: (group: number) => void;
  open: (group: number) => void;
}

/** Which attempts' lines are shown. What was open stays open: news never closes anything. */
export function useFolding(output: OutputLines, complete: boolean): Folding {
  const [chosen, setChosen] = useState(() => new Map<number, boolean>());
  const [openFrom, setOpenFrom] = useState<number | null>(null);
  if (openFrom === null && complete && output.groups.length > 0) {
    setOpenFrom(output.lines > MANY_LINES ? output.groups.length - 1 : 0);
  }
  return useMemo(() => {
    const isOpen = (group: number): boolean => chosen.get(group) ?? group >= (openFrom ?? 0);
    const choose = (group: number, open: boolean): void => {
      if (isOpen(group) !== open) setChosen(new Map(chosen).set(group, open));
    };
    return {
      isOpen,
      toggle: (group) => {
        choose(group, !isOpen(group));
      },
      open: (group) => {
        choose(group, true);
      },
    };
  }, [chosen, openFrom]);
}
