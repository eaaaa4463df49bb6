import type { OperationSummary, Progress } from '@milepost/api/views';
import { describe, expect, it } from 'vitest';

import type { Shown } from './status';
import { shareWords, statusLook } from './status';
import { standingTitle } from './titles';

const progress = (statuses: Progress['segments'][number]['status'][]): Progress => ({
  ...{ status: 'running', resource: null, step: 2, total: 3, label: '', percentage: 66, notice: null },
  segments: statuses.map((status) => ({ status, weight: 1, label: '' })),
});
const shown = (of: Partial<Shown>): Shown => ({
  ...{ status: 'running', interrupted: false, rollingBack: false, progress: progress(['done', 'running']) },
  ...of,
});
const titled = { kind: 'install', package: { id: 'nginx', title: 'nginx' } } as const;

describe('on the way back', () => {
  it.each<[OperationSummary['status'], string, string]>([
    ['running', 'Rolling back', 'Install nginx'],
    ['paused', 'Paused', 'Install nginx, rolling back'],
    ['deciding', 'Needs a decision', 'Install nginx, rolling back'],
    ['queued', 'Queued', 'Install nginx, rolling back'],
    ['failed', 'Failed', 'Install nginx'],
  ])('%s is told once', (status, word, title) => {
    const operation = shown({ status, rollingBack: true });
    expect(statusLook(operation).word).toBe(word);
    expect(standingTitle({ ...titled, ...operation })).toBe(title);
  });

  it('counts what is undone instead of a percentage', () => {
    const way = progress(['done', 'running', 'undone', 'pending']);
    expect(shareWords(shown({ rollingBack: true, progress: way }))).toBe('1 of 3 undone');
    expect(shareWords(shown({}))).toBe('66 %');
  });

  it.each([
    [['undone', 'undone', 'pending'] as const, 'Rolled back'],
    [['done', 'undone', 'pending'] as const, 'Cancelled'],
  ])('ended with %j it is %s', (statuses, word) => {
    const operation = shown({ status: 'cancelled', rollingBack: true, progress: progress([...statuses]) });
    expect(statusLook(operation).word).toBe(word);
  });
});

it('goes forwards without a word about the way back', () => {
  expect(statusLook(shown({})).word).toBe('Running');
  expect(standingTitle({ ...titled, ...shown({}) })).toBe('Install nginx');
});
