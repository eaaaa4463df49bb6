const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Unit = 'second' | 'minute' | 'hour' | 'day';

const unitFormat = (unit: Unit, digits: Intl.NumberFormatOptions = {}): Intl.NumberFormat =>
  new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'narrow', ...digits });

const TWO = { minimumIntegerDigits: 2 };
const seconds = unitFormat('second');
const minutes = unitFormat('minute');
const hours = unitFormat('hour');
const days = unitFormat('day');
const secondsOfMinute = unitFormat('second', TWO);
const minutesOfHour = unitFormat('minute', TWO);
const list = new Intl.ListFormat('en', { type: 'unit', style: 'narrow' });

/** "31s", "2m 04s", "1h 02m", "3d 4h" of milliseconds; whole seconds, floored. */
export function formatElapsed(ms: number): string {
  const rounded = Math.max(0, ms);
  const count = (unit: number, within = Infinity): number => Math.floor((rounded % within) / unit);
  if (rounded < MINUTE) return seconds.format(count(SECOND));
  if (rounded < HOUR)
    return list.format([minutes.format(count(MINUTE)), secondsOfMinute.format(count(SECOND, MINUTE))]);
  if (rounded < DAY)
    return list.format([hours.format(count(HOUR)), minutesOfHour.format(count(MINUTE, HOUR))]);
  return list.format([days.format(count(DAY)), hours.format(count(HOUR, DAY))]);
}
