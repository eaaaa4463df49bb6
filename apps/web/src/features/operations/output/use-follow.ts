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

export interface Follow {
  onScroll: () => void;
  /** To be called after every scroll that no person made. */
  onOwnScroll: () => void;
}

/** Stays at the newest line until somebody scrolls up; when they scroll to the end again, it goes on. */
export function useFollow({ scrollerRef, grown, following, onFollowing }: FollowOptions): Follow {
  const last = useRef(0);
  const ownScrollTop = useRef<number | null>(null);

  const onOwnScroll = useCallback(() => {
    ownScrollTop.current = scrollerRef.current?.scrollTop ?? null;
  }, [scrollerRef]);

  useLayoutEffect(() => {
    const element = scrollerRef.current;
    if (element === null || !following) return;
    element.scrollTop = element.scrollHeight;
    onOwnScroll();
  }, [scrollerRef, following, grown, onOwnScroll]);

  const onScroll = (): void => {
    const element = scrollerRef.current;
    if (element === null) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    const upwards = scrollTop < last.current - 1;
    const byPerson = ownScrollTop.current === null || Math.abs(scrollTop - ownScrollTop.current) > 1;
    last.current = scrollTop;
    ownScrollTop.current = null;
    if (!byPerson) return;
    const atEnd = scrollHeight - clientHeight - scrollTop <= AT_END_PX;
    if (upwards && !atEnd) onFollowing(false);
    else if (!upwards && atEnd) onFollowing(true);
  };
  return { onScroll, onOwnScroll };
}
