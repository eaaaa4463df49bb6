import { describe, expect, it } from 'vitest';
import {
  cancelConsequence,
  choiceLabels,
  completedSentence,
  deadlineSentence,
  decidedLabel,
  decisionConsequence,
  deletionConsequences,
  removeDataNote,
} from './decisions';
import type { DecisionAction } from './decisions';
import { expectSentence } from './testing/expect-sentence';

const now = Date.UTC(2026, 10, 23, 12);
const inMs = (ms: number): string => new Date(now + ms).toISOString();

describe('deadlineSentence', () => {
  it.each([
    [7 * 86_400_000 - 60_000, 'Without a decision the operation is marked as failed in 6d 23h.'],
    [90_000, 'Without a decision the operation is marked as failed in 1m 30s.'],
    [0, 'The time to decide is over: the operation is being marked as failed.'],
  ])('%i ms before', (ms, expected) => {
    expect(deadlineSentence(inMs(ms), now)).toBe(expected);
  });
});

describe('completedSentence', () => {
  const milestones = (...of: ('done' | 'failed' | 'rolled_back' | 'skipped')[]) =>
    of.map((status) => ({ status }));
  it.each([
    [milestones('failed'), ''],
    [milestones('done', 'skipped', 'failed'), '1 step is complete.'],
    [milestones('done', 'done', 'rolled_back'), '2 steps are complete.'],
  ])('%o', (of, expected) => {
    expect(completedSentence(of)).toBe(expected);
  });
});

const ACTIONS = Object.keys(choiceLabels) as DecisionAction[];

describe('decisionConsequence', () => {
  const forward = { server: 'web-1', failed: 'Starting nginx', rollingBack: false, data: [] as string[] };
  const BACK = { rollingBack: true };

  it.each(ACTIONS)('says what follows from “%s”, forwards and during a rollback', (action) => {
    expectSentence(decisionConsequence(action, forward), []);
    expectSentence(decisionConsequence(action, { ...forward, rollingBack: true, failed: null }), []);
  });

  it.each<[DecisionAction, Partial<typeof forward>, string[]]>([
    ['retry', {}, ['“Starting nginx” runs again']],
    ['retry', BACK, ['continues from “Starting nginx”']],
    ['skip', {}, ['as if “Starting nginx” were done']],
    ['skip', BACK, ['“Starting nginx” changed stays']],
    ['roll_back', {}, ['web-1', 'together with their data']],
    ['roll_back', { data: ['/var/lib/redis'] }, ['web-1', 'stored in /var/lib/redis is kept']],
    ['accept_plan', {}, ['as it is now on web-1']],
    ['mark_failed', {}, ['web-1 stays as it is']],
  ])('%s names what it is about: %j', (action, context, shown) => {
    expectSentence(decisionConsequence(action, { ...forward, ...context }), shown);
  });
});

it('what it means to remove data names each path', () => {
  expectSentence(removeDataNote(['/var/lib/redis', '/var/log/redis']), ['/var/lib/redis and /var/log/redis']);
});

describe('cancelConsequence', () => {
  it.each([
    [{ status: 'queued', done: 0 }, ['No changes', 'web-1']],
    [{ status: 'queued', done: 1 }, ['not running on web-1', 'The completed step stays']],
    [{ status: 'running', done: 0 }, ['What runs on web-1 is stopped', 'No step is complete']],
    [{ status: 'running', done: 2 }, ['The 2 completed steps stay', 'Nothing is rolled back']],
    [{ status: 'paused', done: 2 }, ['not running on web-1']],
  ] as const)('%j', (operation, shown) => {
    expectSentence(cancelConsequence({ ...operation, server: 'web-1' }), shown);
  });
});

describe('deletionConsequences', () => {
  const nginx = { server: 'web-1', packageTitle: 'nginx' };

  it.each([
    [null, 'An uninstall', 'Milepost deletes'],
    ['Install nginx', '“Install nginx” is marked as failed', '“Install nginx” is marked as failed'],
  ])('where %s waits for a decision', (waiting, cleanUp, record) => {
    const consequences = deletionConsequences({ ...nginx, waiting });
    expectSentence(consequences.cleanUp, [cleanUp, 'nginx', 'web-1']);
    expectSentence(consequences.record, [record, 'nginx', 'web-1 is not changed']);
  });
});

it.each(ACTIONS)('the timeline has words for the decision %s', (action) => {
  expect(decidedLabel(action)).toMatch(/^[A-Z][\w ]+$/);
  expect(decidedLabel(action)).not.toBe(action);
});
