'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createContext, useContext, useEffect, useState } from 'react';

import { links } from '../api/links';
import { trpc } from '../api/trpc';
import type { OperationStores } from './store/operation-stores';
import type { TabCoordinator } from './tabs/tab-coordinator';
import { LiveClient } from './tabs/live-client';

export interface Live {
  stores: OperationStores;
  coordinator: TabCoordinator;
}

const LiveContext = createContext<Live | null>(null);

/** Connects everything below to the browser's one live stream. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [client] = useState(() => new LiveClient(trpc.createClient({ links: links() }), queries));
  useEffect(() => client.start(), [client]);
  return <LiveContext value={client}>{children}</LiveContext>;
}

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error('useLive needs a LiveProvider above it.');
  return live;
}
