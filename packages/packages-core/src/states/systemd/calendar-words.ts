const SHORTHANDS: Readonly<Record<string, string>> = {
  minutely: '*-*-* *:*:00',
  hourly: '*-*-* *:00:00',
  daily: '*-*-* 00:00:00',
  weekly: 'Mon *-*-* 00:00:00',
  monthly: '*-*-01 00:00:00',
  quarterly: '*-01,04,07,10-01 00:00:00',
  semiannually: '*-01,07-01 00:00:00',
  yearly: '*-01-01 00:00:00',
  annually: '*-01-01 00:00:00',
};
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];

/**
 * A calendar expression of systemd in words: “Mon..Fri 04:00” is "Monday to Friday at 04:00". Null where it is none, or of a kind that
 * few people write. Pure.
 */
export function calendarWords(expression: string): string | null {
  const whole = SHORTHANDS[expression.trim().toLowerCase()] ?? expression.trim();
  const words = whole.split(/ +/);
  const zone = zoneOf(words.at(-1));
  if (zone !== null) words.pop();
  const weekdays = /^[A-Za-z]/.test(words[0] ?? '') ? words.shift()! : '';
  const date = words[0]?.includes('-') || words[0]?.includes('~') ? words.shift()! : '*-*-*';
  const time = words.shift() ?? '00:00';
  if (words.length > 0) return null;
  const when = timeWords(time);
  const day = dayWords(weekdays, date);
  if (when === null || day === null) return null;
  const every = when.repeats ? (day === 'every day' ? '' : `, ${day}`) : null;
  return `${every === null ? `${day} ${when.words}` : `${when.words}${every}`}${zone === null ? '' : `, ${zone} time`}`;
}

function zoneOf(word = ''): string | null {
  return word === 'UTC' || /^[A-Za-z_]+\/[A-Za-z0-9_/+-]+$/.test(word) ? word.replaceAll('_', ' ') : null;
}

function timeWords(time: string): { words: string; repeats: boolean } | null {
  const [hour = '', minute = '', second = '00', ...rest] = time.split(':');
  if (rest.length > 0 || !/^0{1,2}$/.test(second)) return null;
  const [hours, minutes] = [numbers(hour, 23), numbers(minute, 59)];
  if (hours && minutes) {
    if (hours.length * minutes.length > 6) return null;
    const times = hours.flatMap((h) => minutes.map((m) => `${padded(h)}:${padded(m)}`));
    return { words: `at ${listed(times)}`, repeats: false };
  }
  const past = minutes?.length === 1 && minutes[0] !== 0 ? `, at minute ${minutes[0]}` : '';
  const [everyHours, everyMinutes] = [stepOf(hour, 24), stepOf(minute, 60)];
  if (hour === '*' && everyMinutes !== null)
    return { words: everyMinutes === 1 ? 'every minute' : `every ${everyMinutes} minutes`, repeats: true };
  if (minutes?.length !== 1 || everyHours === null) return null;
  return { words: `every ${everyHours === 1 ? 'hour' : `${everyHours} hours`}${past}`, repeats: true };
}

/** `*` and `0/15`: every how many, where that is the same across the end of the range. */
function stepOf(text: string, range: number): number | null {
  if (text === '*') return 1;
  const step = Number(/^(?:\*|0{1,2})\/([1-9]\d?)$/.exec(text)?.[1]);
  return range % step === 0 ? step : null;
}

function dayWords(weekdays: string, date: string): string | null {
  if (weekdays !== '') return /^(?:\*-)?\*-\*$/.test(date) ? weekdayWords(weekdays) : null;
  const [, year = '*', month = '', sign, day = ''] =
    /^(?:([^-~]+)-)?([^-~]+)([-~])([^-~]+)$/.exec(date) ?? [];
  const days = numbers(day, 31);
  const months = numbers(month, 12)?.map((number) => MONTHS[number - 1] ?? '');
  if (sign === '~')
    return year === '*' && month === '*' && days?.join() === '1' ? 'on the last day of every month' : null;
  if (year === '*' && month === '*' && day === '*') return 'every day';
  if (!days || days.includes(0) || months?.includes('')) return null;
  const on = `on day${days.length > 1 ? 's' : ''} ${listed(days.map(String))} of`;
  if (year === '*' && month === '*') return `${on} every month`;
  if (year === '*' && months) return `${on} ${listed(months)}`;
  return /^\d{4}$/.test(year) && months?.length === 1 && days.length === 1
    ? `once, ${on} ${months[0]} ${year},`
    : null;
}

function weekdayWords(weekdays: string): string | null {
  const parts = weekdays.split(',').map((part) => {
    const ends = part.split('..').map((name) => DAYS.find((day) => isDay(day, name)));
    return ends.length > 2 || ends.includes(undefined) ? null : ends.join(' to ');
  });
  if (parts.includes(null)) return null;
  const only = parts.length === 1 && !weekdays.includes('..');
  return `${only || !weekdays.includes('..') ? 'every ' : ''}${listed(parts as string[])}`;
}

const isDay = (day: string, name: string): boolean =>
  [day.toLowerCase(), day.slice(0, 3).toLowerCase()].includes(name.toLowerCase());

/** `1,3` and `1..3` as numbers; null of anything else. */
function numbers(text: string, most: number): number[] | null {
  const all = text.split(',').flatMap((part) => {
    const [, from = '', to = from] = /^(\d{1,2})(?:\.\.(\d{1,2}))?$/.exec(part) ?? [];
    if (from === '' || Number(to) < Number(from) || Number(to) > most) return [Number.NaN];
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => Number(from) + i);
  });
  return all.some(Number.isNaN) ? null : all;
}

const padded = (number: number): string => String(number).padStart(2, '0');

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
