import { formatElapsed } from '@milepost/contract/messages/format/elapsed';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const unitFormat = (digits: Intl.NumberFormatOptions): Intl.NumberFormat =>
  new Intl.NumberFormat('en', { style: 'unit', unit: 'second', unitDisplay: 'narrow', ...digits });

const seconds = unitFormat({});
const tenths = unitFormat({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
const relative = new Intl.RelativeTimeFormat('en', { style: 'narrow', numeric: 'auto' });

/** A duration as `formatElapsed` has it, with tenths below ten seconds: "0.4s", "3.8s", "11s". */
export function formatPreciseDuration(ms: number): string {
  if (ms >= 0 && ms < 9_950) return tenths.format(ms / SECOND);
  return formatElapsed(Math.round(ms / SECOND) * SECOND);
}

/** "40s to 1m 20s", "about 6s" where both ends read alike. */
export function formatDurationRange(from: number, to: number): string {
  const [low, high] = [formatElapsed(from), formatElapsed(to)];
  if (to < SECOND) return `less than ${seconds.format(1)}`;
  return low === high ? `about ${high}` : `${low} to ${high}`;
}

/** "now", "3s ago", "2m ago", "5h ago", "yesterday", "8 Oct", "8 Oct 2024". */
export function formatAgo(at: string, now: number): string {
  const then = new Date(at);
  const since = now - then.getTime();
  if (since < 2 * SECOND) return relative.format(0, 'second');
  if (since < MINUTE) return relative.format(-Math.floor(since / SECOND), 'second');
  if (since < HOUR) return relative.format(-Math.floor(since / MINUTE), 'minute');
  const dayCount = Math.round((startOfDay(new Date(now)) - startOfDay(then)) / DAY);
  if (since < 12 * HOUR || dayCount === 0) return relative.format(-Math.floor(since / HOUR), 'hour');
  if (dayCount === 1) return relative.format(-1, 'day');
  return formatDay(then, new Date(now));
}

/** "8 Oct", with the year when it is not this one. */
export function formatDay(day: Date, today: Date): string {
  const sameYear = day.getFullYear() === today.getFullYear();
  return day.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}

/** "14:31:02", local. */
export function formatClock(at: string): string {
  return new Date(at).toLocaleTimeString('en-GB');
}

/** "14:31" for today, else "8 Oct 14:31". */
export function formatMoment(at: string, now: number): string {
  const then = new Date(at);
  const clock = then.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const today = new Date(now);
  return startOfDay(then) === startOfDay(today) ? clock : `${formatDay(then, today)} ${clock}`;
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
