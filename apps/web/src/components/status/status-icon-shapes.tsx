import type { ReactNode } from 'react';

const cut = {
  stroke: 'var(--color-on-status)',
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
  fill: 'none',
} as const;
const line = {
  stroke: 'currentColor',
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
  fill: 'none',
} as const;
const diamond =
  'M7 .9a1.4 1.4 0 0 1 2 0L15.1 7a1.4 1.4 0 0 1 0 2L9 15.1a1.4 1.4 0 0 1-2 0L.9 9a1.4 1.4 0 0 1 0-2Z';
const circle = <circle cx="8" cy="8" r="6.2" strokeWidth="1.5" {...line} />;
const disc = <circle cx="8" cy="8" r="7" fill="currentColor" />;

/** The status icons, 16 by 16: the shape carries as much meaning as the color. */
export const statusIconShapes = {
  queued: (
    <circle
      cx="8"
      cy="8"
      r="6.1"
      strokeWidth="1.6"
      strokeDasharray="2.4 2.39"
      {...line}
      strokeLinecap="butt"
    />
  ),
  waiting: (
    <>
      {circle}
      <path d="M8 4.6V8l2.3 1.4" strokeWidth="1.5" {...line} />
    </>
  ),
  decision: (
    <>
      <path d={diamond} fill="currentColor" />
      <path d="M8 4.4v4.2" strokeWidth="1.8" {...cut} />
      <circle cx="8" cy="11.2" r="1" fill="var(--color-on-status)" />
    </>
  ),
  paused: (
    <>
      {disc}
      <path d="M6.3 5.4v5.2m3.4-5.2v5.2" strokeWidth="1.8" {...cut} />
    </>
  ),
  ok: (
    <>
      {disc}
      <path d="m4.9 8.3 2.1 2.1 4.1-4.5" strokeWidth="1.7" {...cut} />
    </>
  ),
  failed: (
    <>
      <path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1Z" fill="currentColor" />
      <path d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8" strokeWidth="1.7" {...cut} />
    </>
  ),
  canceled: (
    <>
      {circle}
      <path d="m4 12 8-8" strokeWidth="1.5" {...line} />
    </>
  ),
  rolledBack: (
    <>
      {circle}
      <path d="M6.7 5.2 4.9 7l1.8 1.8M5.2 7h3.9a1.9 1.9 0 0 1 0 3.8H7.8" strokeWidth="1.4" {...line} />
    </>
  ),
  skipped: (
    <>
      {circle}
      <path d="m4.9 5.6 2.5 2.4-2.5 2.4m3.4-4.8L10.8 8l-2.5 2.4" strokeWidth="1.4" {...line} />
    </>
  ),
  unknown: (
    <>
      <circle cx="8" cy="8" r="6.2" strokeWidth="1.5" strokeDasharray="3.2 1.67" {...line} />
      <path d="M6.4 6.3a1.7 1.7 0 1 1 2.4 1.5c-.5.3-.8.6-.8 1.1" strokeWidth="1.4" {...line} />
      <circle cx="8" cy="11" r=".85" fill="currentColor" />
    </>
  ),
  todo: <circle cx="8" cy="8" r="6" strokeWidth="1.4" opacity=".75" {...line} />,
  healthy: <circle cx="8" cy="8" r="4" fill="currentColor" />,
  warn: (
    <>
      <path
        d="M6.9 1.9a1.3 1.3 0 0 1 2.2 0l6 10.4a1.3 1.3 0 0 1-1.1 2H2a1.3 1.3 0 0 1-1.1-2Z"
        fill="currentColor"
      />
      <path d="M8 5.6v3.6" strokeWidth="1.7" {...cut} />
      <circle cx="8" cy="11.7" r=".95" fill="var(--color-on-status)" />
    </>
  ),
  off: (
    <>
      <path
        d="M2.7 5.4A8 8 0 0 1 13.3 5.4M4.9 8.2a4.8 4.8 0 0 1 6.2 0M2 14 14 2"
        strokeWidth="1.5"
        {...line}
      />
      <circle cx="8" cy="11.6" r="1.3" fill="currentColor" />
    </>
  ),
  blocked: (
    <>
      <path d="M8 .8 14.2 3v4.6c0 3.6-2.5 6.3-6.2 7.6-3.7-1.3-6.2-4-6.2-7.6V3Z" fill="currentColor" />
      <path d="M8 4.6v3.8" strokeWidth="1.7" {...cut} />
      <circle cx="8" cy="11" r=".95" fill="var(--color-on-status)" />
    </>
  ),
  stopped: <rect x="2.8" y="2.8" width="10.4" height="10.4" rx="2" strokeWidth="1.6" {...line} />,
  already: <path d="m3.2 8.4 3.1 3.1 6.5-7" strokeWidth="1.8" {...line} />,
  will: (
    <>
      {circle}
      <path d="M5 8h5.6M8.4 5.7 10.8 8l-2.4 2.3" strokeWidth="1.5" {...line} />
    </>
  ),
  replaces: (
    <>
      {circle}
      <path d="M4.9 6.6h5.6L9.2 5.2m1.9 4.2H5.5l1.3 1.4" strokeWidth="1.3" {...line} />
    </>
  ),
  changes: (
    <>
      {circle}
      <path d="M5.2 6.7h5.6M5.2 9.3h5.6M9.4 4.9 6.6 11.1" strokeWidth="1.3" {...line} />
    </>
  ),
  keeps: (
    <>
      {circle}
      <path d="M5.2 6.7h5.6M5.2 9.3h5.6" strokeWidth="1.4" {...line} />
    </>
  ),
  destructive: (
    <>
      <path d={diamond} fill="currentColor" />
      <path d="M5 8h6" strokeWidth="1.8" {...cut} />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type StatusIconName = keyof typeof statusIconShapes;
