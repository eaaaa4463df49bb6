'use client';

import { useCallback, useSyncExternalStore } from 'react';

import { useLive } from './provider';
import type { LiveState } from './state';

const CONNECTING: LiveState = { kind: 'connecting' };

/** How this browser learns of news, and "Try now". */
export function useLiveState(): { state: LiveState; retryNow: () => void } {
  const { hub } = useLive();
  const state = useSyncExternalStore(
    hub.subscribe,
    () => hub.state,
    () => CONNECTING,
  );
  const retryNow = useCallback(() => {
    hub.retryNow();
  }, [hub]);
  return { state, retryNow };
}
