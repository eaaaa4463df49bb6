'use client';

import type { RefObject } from 'react';
import { useCallback, useLayoutEffect, useRef } from 'react';

const AT_END_PX = 8;

export interface FollowOptions {
  scrollerRef: RefObject<HTMLElement | null>;
  /** Changes with the content. */
  grown: number;
  following: boolean;
  onFollowing: (following: boolean) => void;
}

/** Stays at the newest line until somebody scrolls up; at the end again, it goes on. Answers with the scroll handler. */
export function useFollow({ scrollerRef, grown, following, onFollowing }: FollowOptions): () => void {
  const last = useRef(0);

  useLayoutEffect(() => {
    const element = scrollerRef.current;
    if (element === null || !following) return;
    element.scrollTop = element.scrollHeight;
    last.current = element.scrollTop;
  }, [scrollerRef, following, grown]);

  return useCallback(() => {
    const element = scrollerRef.current;
    if (element === null) return;
    const fromEnd = element.scrollHeight - element.clientHeight - element.scrollTop;
    const upwards = element.scrollTop < last.current - 1;
    last.current = element.scrollTop;
    if (upwards && fromEnd > AT_END_PX) onFollowing(false);
    else if (!upwards && fromEnd <= AT_END_PX) onFollowing(true);
  }, [scrollerRef, onFollowing]);
}
