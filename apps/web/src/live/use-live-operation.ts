'use client';

import type { OperationDetail } from '@milepost/api/views';
import { useEffect, useSyncExternalStore } from 'react';

import { trpc } from '../api/trpc';
import { newerDetail } from './store/newer-detail';
import type { OperationStore } from './store/operation-store';
import { useLive } from './provider';

const RETRY_MS = 3_000;

export interface LiveOperation {
  detail: OperationDetail | undefined;
  /** Events and output; they grow in place, `version` says when. */
  store: OperationStore;
  version: number;
  /** Why the operation itself could not be read. */
  error: unknown;
  refetch: () => void;
}

/** One operation with its whole history, live for as long as it is on screen. */
export function useLiveOperation(operationId: string): LiveOperation {
  const { stores, coordinator } = useLive();
  const store = stores.get(operationId);
  const query = trpc.operations.get.useQuery({ operationId }, { structuralSharing: newerDetail });
  const version = useSyncExternalStore(
    store.subscribe,
    () => store.version,
    () => 0,
  );

  // The stream tells of changes; what changed before it did is missing in an answer that was read even earlier.
  const { data, isFetching, refetch } = query;
  const isOld = data !== undefined && store.position.event > data.lastEvent;
  useEffect(() => {
    if (isOld && !isFetching) void refetch();
  }, [isOld, isFetching, refetch]);

  useEffect(() => {
    let retry: ReturnType<typeof setTimeout> | undefined;
    const leave = stores.show(operationId);
    const read = (): void => {
      void store.catchUp().then(() => {
        if (store.failed) retry = setTimeout(read, RETRY_MS);
        else coordinator.announce();
      });
    };
    read();
    return () => {
      clearTimeout(retry);
      leave();
      coordinator.announce();
    };
  }, [store, stores, coordinator, operationId]);

  return {
    detail: data,
    store,
    version,
    error: data === undefined ? query.error : null,
    refetch: () => void refetch(),
  };
}
