import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { createDatabase } from '../client';
import type { Database } from '../client';
import { countAttempt, takeBackAttempt } from './count-attempt';
import type { AttemptLimit, CountedAttempt } from './count-attempt';
import { forgetOldSignInAttempts } from './forget-old-sign-in-attempts';

const SECOND = 1000;
const ACCOUNT: AttemptLimit = {
  key: 'account',
  failures: 3,
  firstDelayMs: 30 * SECOND,
  longestDelayMs: 100 * SECOND,
  successClears: false,
};
const PAIR: AttemptLimit = { ...ACCOUNT, key: 'account and address', successClears: true };

let db: Database;
beforeAll(() => {
  db = createDatabase(inject('databaseUrl'));
});
beforeEach(async () => {
  await db.signInFailure.deleteMany();
});
afterAll(() => db.$disconnect());

const BEGAN = Date.now();
const after = (seconds: number) => new Date(BEGAN + seconds * SECOND);
const attempt = (seconds: number, limits = [ACCOUNT]) => countAttempt(db, limits, after(seconds));
const refused = (seconds: number) => ({ refusedForMs: seconds * SECOND });

test('each failure beyond the limit doubles the time of refusal, up to the longest', async () => {
  for (const at of [0, 1, 2]) expect(await attempt(at)).toHaveProperty('counts');
  expect(await attempt(3)).toEqual(refused(29));
  expect(await attempt(32)).toHaveProperty('counts');
  expect(await attempt(33)).toEqual(refused(59));
  expect(await attempt(92)).toHaveProperty('counts');
  expect(await attempt(93)).toEqual(refused(99));
});

test('a refused attempt counts for no limit', async () => {
  for (const at of [0, 1, 2]) await attempt(at);
  expect(await attempt(3, [PAIR, ACCOUNT])).toEqual(refused(29));
  expect(await db.signInFailure.findMany()).toMatchObject([{ key: 'account', failures: 3 }]);
});

test('no more simultaneous attempts pass than consecutive ones', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => attempt(0)));
  expect(answers.filter((answer) => 'counts' in answer)).toHaveLength(3);
});

test('a success clears its own failures, and takes back its attempt from what others share', async () => {
  await attempt(0, [PAIR, ACCOUNT]);
  await attempt(1, [PAIR, ACCOUNT]);
  const third = (await attempt(2, [PAIR, ACCOUNT])) as CountedAttempt;
  await takeBackAttempt(db, third, { succeeded: true, now: after(2) });
  expect(await db.signInFailure.findMany()).toMatchObject([{ key: 'account', failures: 2 }]);
  expect(await attempt(3)).toHaveProperty('counts');
  expect(await attempt(4)).toHaveProperty('refusedForMs');
});

test('an hour after the last failure all are forgotten, and their rows go', async () => {
  for (const at of [0, 1, 2]) await attempt(at);
  await forgetOldSignInAttempts(db, after(3600));
  expect(await db.signInFailure.count()).toBe(1);
  const later = (await attempt(3603)) as CountedAttempt;
  expect(later.counts).toMatchObject([{ failures: 1 }]);
  await forgetOldSignInAttempts(db, after(3603 + 3601));
  expect(await db.signInFailure.count()).toBe(0);
});
