import { expect, test } from 'vitest';
import { shellWith } from '../../dsl/testing/fake-commands';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { stateViolations } from '../../dsl/testing/there-and-back';
import { readsCalendar, showingTimes, waits } from './calendar';
import { jobHasRun } from './job';

const folder = testFolder();
/** As systemd 252 and 257 print it, on a server in Berlin. */
const ANALYZE = String.raw`for last; do :; done
case $last in
  foo) exit 1 ;;
  2020-01-01) echo '    Next elapse: never' ;;
  *) printf '%s\n' 'Normalized form: *-*-* 04:00:00' '    Next elapse: Tue 2026-12-01 04:00:00 CET' \
    '       (in UTC): Tue 2026-12-01 03:00:00 UTC' '       From now: 6h left' \
    '       Iter. #2: Wed 2026-12-02 04:00:00 CET' '   Iteration #3: Thu 2026-12-03 04:30:10 CET' ;;
esac`;
const run = async (state: Parameters<typeof runState>[0]) =>
  runState(state, { shell: await shellWith(folder.home, { 'systemd-analyze': ANALYZE }) });

test('an expression is one where systemd says so, else the plan is blocked at its field', async () => {
  const [daily, foo] = ['daily', 'foo'].map((each) => readsCalendar(each, { field: 'schedule' }));
  expect(stateViolations(daily!)).toEqual([]);
  expect(await (await run(daily!)).check()).toBe(0);
  expect(await (await run(foo!)).check()).toBe(1);
  expect(await (await run(foo!)).findings()).toEqual([
    {
      ...{ kind: 'blocked', field: 'schedule' },
      sentence:
        'systemd does not take “foo” for a calendar expression. Such are “daily”, “Mon..Fri 04:00” and “*:0/15”.',
    },
  ]);
});

test.each([
  [
    '04:00',
    'informs',
    'The next times are Tue 2026-12-01 04:00 CET, Wed 2026-12-02 04:00 CET, Thu 2026-12-03 04:30:10 CET.',
  ],
  ['2020-01-01', 'warns', 'All times of “2020-01-01” are past: it does not run again.'],
])('the next times of %s are told in the plan', async (expression, kind, sentence) => {
  const state = showingTimes(jobHasRun('job-x'), expression);
  expect(await (await run(state)).findings()).toEqual([{ kind, field: null, sentence }]);
});

test('a line break or a specifier is no calendar expression, and the states conform', () => {
  for (const each of ['a\nb', '%h', '', '-x'])
    expect(() => readsCalendar(each, { field: 'x' })).toThrow('Not a calendar');
  expect([jobHasRun('job-x'), waits('job-x.timer')].flatMap((each) => stateViolations(each))).toEqual([]);
});
