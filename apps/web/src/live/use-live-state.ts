'use client';

import { useCallback, useSyncExternalStore } from 'react';

import { useLive } from './provider';
import type { LiveState } from './state';

const CONNECTING: LiveState = { kind: 'connecting' };

/** How this browser learns of news, and "Try now". */
export function useLiveState(): { state: LiveState; retryNow: () => void } {
  const { coordinator } = useLive();
  const state = useSyncExternalStore(
    coordinator.subscribe,
    () => coordinator.state,
    () => CONNECTING,
  );
  const retryNow = useCallback(() => {
    coordinator.retryNow();
  }, [coordinator]);
  return { state, retryNow };
}
