import type { OperationSummary, Progress } from '@milepost/api/views';
import { describe, expect, it } from 'vitest';

import type { DisplayedOperation } from './status';
import { progressLabel, statusStyle } from './status';
import { shortTitle, titleWithStatus } from '../page/titles';

const progress = (statuses: Progress['segments'][number]['status'][]): Progress => ({
  ...{ status: 'running', resource: null, step: 2, total: 3, label: '', percentage: 66, notice: null },
  segments: statuses.map((status) => ({ status, weight: 1, label: '' })),
});
const shown = (of: Partial<DisplayedOperation>): DisplayedOperation => ({
  ...{ status: 'running', interrupted: false, rollingBack: false, progress: progress(['done', 'running']) },
  ...of,
});
const titled = { title: 'Install nginx on web-1', server: { name: 'web-1' } };

describe('on the way back', () => {
  it.each<[OperationSummary['status'], string, string]>([
    ['running', 'Rolling back', 'Install nginx'],
    ['paused', 'Paused', 'Install nginx, rolling back'],
    ['awaiting_decision', 'Needs a decision', 'Install nginx, rolling back'],
    ['queued', 'Queued', 'Install nginx, rolling back'],
    ['failed', 'Failed', 'Install nginx'],
  ])('%s is said once', (status, word, title) => {
    const operation = shown({ status, rollingBack: true });
    expect(statusStyle(operation).word).toBe(word);
    expect(titleWithStatus({ ...titled, ...operation })).toBe(title);
  });

  it('counts what is undone instead of a percentage', () => {
    const way = progress(['done', 'running', 'rolled_back', 'pending']);
    expect(progressLabel(shown({ rollingBack: true, progress: way }))).toBe('1 of 3 undone');
    expect(progressLabel(shown({}))).toBe('66 %');
  });

  it.each([
    [['rolled_back', 'rolled_back', 'pending'] as const, 'Rolled back'],
    [['done', 'rolled_back', 'pending'] as const, 'Canceled'],
  ])('ended with %j it is %s', (statuses, word) => {
    const operation = shown({ status: 'canceled', rollingBack: true, progress: progress([...statuses]) });
    expect(statusStyle(operation).word).toBe(word);
  });
});

it.each([
  ['Change nginx on web-1', 'Change nginx'],
  ['Uninstall nginx from web-1', 'Uninstall nginx'],
  ['Drop database shop from MariaDB, web-1', 'Drop database shop from MariaDB'],
  ['Install PHP 8.3 on web-1.example', 'Install PHP 8.3 on web-1.example'],
])('“%s” on web-1 is called “%s”', (title, short) => {
  expect(shortTitle({ title, server: { name: 'web-1' } })).toBe(short);
});

it('goes forwards without a word about the way back', () => {
  expect(statusStyle(shown({})).word).toBe('Running');
  expect(titleWithStatus({ ...titled, ...shown({}) })).toBe('Install nginx');
});
