'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createContext, useContext, useEffect, useState } from 'react';

import { links } from '../api/links';
import { trpc } from '../api/trpc';
import type { OperationFeeds } from './feeds';
import type { LiveHub } from './hub';
import { LiveTab } from './tab';

export interface Live {
  feeds: OperationFeeds;
  hub: LiveHub;
}

const LiveContext = createContext<Live | null>(null);

/** Connects everything below to the browser's one live stream. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [tab] = useState(() => new LiveTab(trpc.createClient({ links: links() }), queries));
  useEffect(() => tab.start(), [tab]);
  return <LiveContext value={tab}>{children}</LiveContext>;
}

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error('useLive needs a LiveProvider above it.');
  return live;
}
