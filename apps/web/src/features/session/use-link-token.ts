'use client';

import { useSyncExternalStore } from 'react';

/** The token of a one-time link. It stands in the fragment, which browsers send to nobody; empty on the server. */
export function useLinkToken(): string {
  return useSyncExternalStore(subscribe, readToken, () => '');
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => {
    window.removeEventListener('hashchange', changed);
  };
}

const readToken = (): string => new URLSearchParams(window.location.hash.slice(1)).get('token') ?? '';
