'use client';

import type { ReactNode } from 'react';
import { createContext, useContext, useMemo, useState } from 'react';

interface PaletteState {
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
  open: () => void;
}

const PaletteContext = createContext<PaletteState>({
  isOpen: false,
  setOpen: () => undefined,
  open: () => undefined,
});

export function PaletteStateProvider({ children }: { children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const state = useMemo(
    () => ({
      isOpen,
      setOpen,
      open: () => {
        setOpen(true);
      },
    }),
    [isOpen],
  );
  return <PaletteContext value={state}>{children}</PaletteContext>;
}

export function usePalette(): PaletteState {
  return useContext(PaletteContext);
}
