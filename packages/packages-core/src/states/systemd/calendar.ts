import { sequence, sh } from '../../dsl/sh';
import type { Assertion, State } from '../../dsl/state';
import { assertion } from '../assertion';

/** The characters of a calendar expression of systemd; whether it is one, the server says. */
export const CALENDAR = /^[A-Za-z0-9*][A-Za-z0-9*,./:~ +_-]*$/;

/** systemd on the server takes this for a calendar expression. Blocks the plan otherwise. */
export function readsCalendar(expression: string, { field }: { field: string }): Assertion {
  assertCalendar(expression);
  return assertion({
    id: 'reads_calendar',
    label: `“${expression}” is a calendar expression`,
    check: sh`
      mp_reads_calendar ${expression} || exit 1
    `.displayAs(`systemd-analyze calendar ${expression}`),
    onFailure: sh`
      echo ${`systemd does not take “${expression}” for a calendar expression. Such are “daily”, “Mon..Fri 04:00” and “*:0/15”.`} >&2
    `,
    blocks: { field },
  });
}

/** The state, whose preview tells the next five times of this expression, too. */
export function showingTimes(state: State, expression: string): State {
  assertCalendar(expression);
  const times = sh`mp_tell_times ${expression}`.displayAs(`systemd-analyze calendar ${expression}`);
  return { ...state, preview: state.preview ? sequence(state.preview, times) : times };
}

/** The timer waits for its next time. */
export function waits(timer: string): Assertion {
  return assertion({
    id: 'timer_waits',
    label: `systemd runs ${timer.replace(/\.timer$/, '')} by its timer`,
    check: sh`
      systemctl list-timers --no-legend ${timer} | grep -qF ${timer} || exit 1
    `.displayAs(`systemctl list-timers ${timer}`),
    timeoutSeconds: 5,
    onFailure: sh`echo ${`${timer} is not among the timers of systemd.`} >&2`,
  });
}

function assertCalendar(expression: string): void {
  if (!CALENDAR.test(expression)) throw new Error(`Not a calendar expression: ${expression}`);
}
