'use client';

import type { ReactNode } from 'react';
import { createContext, useContext, useEffect, useEffectEvent, useState } from 'react';

import { Keyboard } from './keyboard';

const KeyboardContext = createContext<Keyboard | null>(null);

export function KeyboardProvider({ children }: { children: ReactNode }) {
  const [keyboard] = useState(() => new Keyboard());
  useEffect(() => {
    document.addEventListener('keydown', keyboard.onKeyDown);
    return () => {
      document.removeEventListener('keydown', keyboard.onKeyDown);
    };
  }, [keyboard]);
  return <KeyboardContext value={keyboard}>{children}</KeyboardContext>;
}

/** Does `handler` when the keys are pressed; `enabled: false` leaves them to others. */
export function useShortcut(keys: string, handler: () => void, { enabled = true } = {}): void {
  const keyboard = useContext(KeyboardContext);
  const run = useEffectEvent(handler);
  useEffect(() => {
    if (keyboard === null || !enabled) return;
    return keyboard.register(keys, () => {
      run();
    });
  }, [keyboard, keys, enabled]);
}
