'use client';

import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';

import { cn } from '../../../components/cn';
import type { LiveState } from '../../../live/state';
import { useLiveState } from '../../../live/use-live-state';

const shapes: Record<LiveState['kind'], { color: string; shape: ReactNode }> = {
  live: {
    color: 'text-ok',
    shape: (
      <>
        <circle cx="6" cy="6" r="3.2" fill="currentColor" />
        <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" opacity=".4" />
      </>
    ),
  },
  connecting: {
    color: 'text-idle',
    shape: (
      <circle
        cx="6"
        cy="6"
        r="4.2"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeDasharray="4.4 2.2"
      />
    ),
  },
  reconnecting: {
    color: 'text-warn',
    shape: (
      <circle
        cx="6"
        cy="6"
        r="4.2"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeDasharray="4.4 2.2"
      />
    ),
  },
  polling: {
    color: 'text-idle',
    shape: (
      <rect x="2" y="2" width="8" height="8" rx="1.5" fill="none" stroke="currentColor" strokeWidth="1.6" />
    ),
  },
};

/** How news reaches this page: the dot's shape and color, and the word beside it. */
export function LiveDot() {
  const { state } = useLiveState();
  const { color, shape } = shapes[state.kind];
  return (
    <span
      role="status"
      data-live={state.kind}
      className="inline-flex h-[30px] items-center gap-1.5 px-2 text-xs whitespace-nowrap text-ink-2 max-sm:px-1.5"
    >
      <svg viewBox="0 0 12 12" aria-hidden className={cn('size-3 flex-none', color)}>
        {shape}
      </svg>
      <span className="max-sm:sr-only">
        {state.kind === 'reconnecting' ? <Countdown at={state.at} /> : labels[state.kind]}
      </span>
    </span>
  );
}

const labels = { live: 'Live', connecting: 'Connecting', polling: 'Polling every 1.5 s' };

function Countdown({ at }: { at: number }) {
  const [left, setLeft] = useState(() => secondsUntil(at));
  useEffect(() => {
    const timer = setInterval(() => {
      setLeft(secondsUntil(at));
    }, 250);
    return () => {
      clearInterval(timer);
    };
  }, [at]);
  return <>{left > 0 ? `Reconnecting in ${left} s` : 'Reconnecting'}</>;
}

function secondsUntil(at: number): number {
  return Math.max(0, Math.ceil((at - Date.now()) / 1_000));
}
