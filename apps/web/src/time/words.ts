const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const two = (value: number): string => String(value).padStart(2, '0');

/** "31 s", "2 m 04 s", "1 h 02 m", "3 d 4 h" of milliseconds; whole seconds, floored. */
export function durationWords(ms: number): string {
  const of = Math.max(0, ms);
  if (of < MINUTE) return `${Math.floor(of / SECOND)} s`;
  if (of < HOUR) return `${Math.floor(of / MINUTE)} m ${two(Math.floor((of % MINUTE) / SECOND))} s`;
  if (of < DAY) return `${Math.floor(of / HOUR)} h ${two(Math.floor((of % HOUR) / MINUTE))} m`;
  return `${Math.floor(of / DAY)} d ${Math.floor((of % DAY) / HOUR)} h`;
}

/** The same for what has ended, with tenths below ten seconds: "0.4 s", "3.8 s", "11 s". */
export function preciseDuration(ms: number): string {
  if (ms >= 0 && ms < 9_950) return `${(Math.max(0, ms) / SECOND).toFixed(1)} s`;
  return durationWords(Math.round(ms / SECOND) * SECOND);
}

/** "40 s to 1 m 20 s", "25 to 45 s", "about 6 s" where both ends read alike. */
export function rangeWords(from: number, to: number): string {
  const [low, high] = [durationWords(from), durationWords(to)];
  if (to < SECOND) return 'less than 1 s';
  if (low === high) return `about ${high}`;
  const [, lowUnit] = low.split(' ');
  const simple = (words: string): boolean => words.split(' ').length === 2;
  if (simple(low) && simple(high) && lowUnit === high.split(' ')[1])
    return `${low.split(' ')[0] ?? ''} to ${high}`;
  return `${low} to ${high}`;
}

/** "now", "3 s ago", "2 m ago", "5 h ago", "yesterday", "8 Oct", "8 Oct 2024". */
export function agoWords(at: string, now: number): string {
  const then = new Date(at);
  const since = now - then.getTime();
  if (since < 2 * SECOND) return 'now';
  if (since < MINUTE) return `${Math.floor(since / SECOND)} s ago`;
  if (since < HOUR) return `${Math.floor(since / MINUTE)} m ago`;
  if (since < 12 * HOUR) return `${Math.floor(since / HOUR)} h ago`;
  const days = Math.round((startOfDay(new Date(now)) - startOfDay(then)) / DAY);
  if (days === 0) return `${Math.floor(since / HOUR)} h ago`;
  if (days === 1) return 'yesterday';
  return dayWords(then, new Date(now));
}

/** "8 Oct", with the year when it is not this one. */
export function dayWords(day: Date, today: Date): string {
  const sameYear = day.getFullYear() === today.getFullYear();
  return day.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}

/** "14:31:02", local. */
export function clockWords(at: string): string {
  return new Date(at).toLocaleTimeString('en-GB');
}

/** "14:31" for today, else "8 Oct 14:31". */
export function momentWords(at: string, now: number): string {
  const then = new Date(at);
  const clock = then.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const today = new Date(now);
  return startOfDay(then) === startOfDay(today) ? clock : `${dayWords(then, today)} ${clock}`;
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
