'use client';

import { useSyncExternalStore } from 'react';

import { serverNow } from './clock';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let current = serverNow();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  current = serverNow();
  timer ??= setInterval(() => {
    current = serverNow();
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

const read = (): number => current;

/** Now by the server's clock, in milliseconds; all that use it tick together, once a second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, read, read);
}
