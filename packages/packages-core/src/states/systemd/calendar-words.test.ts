import { expect, test } from 'vitest';
import { calendarWords } from './calendar-words';

test.each([
  ['minutely', 'every minute'],
  ['hourly', 'every hour'],
  ['daily', 'every day at 00:00'],
  ['Weekly', 'every Monday at 00:00'],
  ['monthly', 'on day 1 of every month at 00:00'],
  ['quarterly', 'on day 1 of January, April, July and October at 00:00'],
  ['semiannually', 'on day 1 of January and July at 00:00'],
  ['yearly', 'on day 1 of January at 00:00'],
  ['04:00', 'every day at 04:00'],
  ['*-*-* 4:5:00', 'every day at 04:05'],
  ['Mon..Fri 04:00', 'Monday to Friday at 04:00'],
  ['Sat,Sun *-*-* 06:30', 'every Saturday and Sunday at 06:30'],
  ['Mon..Wed,friday 06:30', 'Monday to Wednesday and Friday at 06:30'],
  ['Mon', 'every Monday at 00:00'],
  ['*:0/15', 'every 15 minutes'],
  ['Mon..Fri *:0/15', 'every 15 minutes, Monday to Friday'],
  ['*:30', 'every hour, at minute 30'],
  ['0/2:00', 'every 2 hours'],
  ['*-*-1,15 03:00', 'on days 1 and 15 of every month at 03:00'],
  ['*-*~1 23:00', 'on the last day of every month at 23:00'],
  ['*-12-24 18:00', 'on day 24 of December at 18:00'],
  ['2027-01-31 18:00', 'once, on day 31 of January 2027, at 18:00'],
  ['04,16:00 Europe/Berlin', 'every day at 04:00 and 16:00, Europe/Berlin time'],
  ['9..11:00 UTC', 'every day at 09:00, 10:00 and 11:00, UTC time'],
])('%s is: %s', (expression, words) => {
  expect(calendarWords(expression)).toBe(words);
});

test.each([
  ...['', 'foo', '*:0/7', '0/5:00', 'Foo 04:00', '25:00', '*:61', 'Mon *-*-1..7 04:00', '*-13-1', '*-*-0'],
  ...['04:00:30', '9..17:0/5', '1:2:3:4', '04:00 05:00', 'daily UTC', '*-*~2', '20..3:00'],
])('“%s” has no words: it is none, or a rare one', (expression) => {
  expect(calendarWords(expression)).toBeNull();
});
