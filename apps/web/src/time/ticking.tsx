'use client';

import { formatElapsed } from '@milepost/contract/messages/format/elapsed';
import { formatAgo, formatClock, formatMoment } from './format-time';
import { useNow } from './use-now';

/** "1 m 12 s" since then, ticking. */
export function Elapsed({ since }: { since: string }) {
  return <>{formatElapsed(useNow() - Date.parse(since))}</>;
}

/** "2 m ago", with the full moment on hover. */
export function Ago({ at }: { at: string }) {
  return (
    <time dateTime={at} title={new Date(at).toLocaleString('en-GB')}>
      {formatAgo(at, useNow())}
    </time>
  );
}

/** "14:31" today, "8 Oct 14:31" before. */
export function Moment({ at }: { at: string }) {
  return <time dateTime={at}>{formatMoment(at, useNow())}</time>;
}

/** "14:31:02". */
export function Clock({ at, className }: { at: string; className?: string }) {
  return (
    <time dateTime={at} className={className}>
      {formatClock(at)}
    </time>
  );
}
