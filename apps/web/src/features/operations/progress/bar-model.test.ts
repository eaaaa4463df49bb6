import type { Progress } from '@milepost/api/views';
import { describe, expect, it } from 'vitest';

import { barModel, withinCurrent } from './bar-model';

const progress = (over: Partial<Progress>): Progress => ({
  status: 'running',
  resource: null,
  step: 2,
  total: 3,
  label: 'Installing nginx',
  percentage: 40,
  segments: [
    { status: 'done', weight: 1_000, label: 'Checking the system' },
    { status: 'running', weight: 8_000, label: 'Installing nginx' },
    { status: 'pending', weight: 1_000, label: 'Starting nginx' },
  ],
  notice: null,
  ...over,
});

describe('barModel', () => {
  it('says which segment is which, and how far the current one is', () => {
    const model = barModel(progress({}));
    expect(model.segments.map(({ state }) => state)).toEqual(['done', 'now', 'todo']);
    expect(model.within).toBeCloseTo((0.4 * 10_000 - 1_000) / 8_000);
    expect(model.spoken).toBe('Step 2 of 3, Installing nginx, 40 percent');
    expect(model.tone).toBe('run');
  });

  it('draws a segment that waits for the server with dashes, but not one that waits for the queue', () => {
    const waiting = progress({
      notice: { kind: 'reconnecting', attempt: 4, since: '', reason: { code: 'link_lost', host: 'web-1' } },
    });
    expect(barModel(waiting).segments[1]?.state).toBe('wait');
    const queued = progress({ notice: { kind: 'queue', behind: 'Install Redis', place: 1 } });
    expect(barModel(queued).segments[1]?.state).toBe('now');
  });

  it('is green only when it has ended well', () => {
    expect(barModel(progress({ status: 'completed', percentage: 100 }))).toMatchObject({
      tone: 'ok',
      spoken: 'Finished, 100 percent',
    });
    expect(barModel(progress({ status: 'canceled' })).tone).toBe('held');
  });

  it('says so before the first step', () => {
    expect(barModel(progress({ status: 'queued', step: 0, label: '', percentage: 0 })).spoken).toBe(
      'Not started, 0 percent',
    );
  });
});

describe('withinCurrent', () => {
  it('stays between nothing and all, whatever the percentage says', () => {
    const segments = [
      { state: 'done' as const, weight: 50 },
      { state: 'now' as const, weight: 50 },
    ];
    expect(withinCurrent(segments, 10)).toBe(0);
    expect(withinCurrent(segments, 75)).toBe(0.5);
    expect(withinCurrent(segments, 100)).toBe(1);
  });

  it('is nothing without a current segment or weights', () => {
    expect(withinCurrent([{ state: 'done', weight: 3 }], 50)).toBe(0);
    expect(withinCurrent([{ state: 'now', weight: 0 }], 50)).toBe(0);
  });
});

describe('while it stands still', () => {
  it.each([
    ['paused', 'held'],
    ['pausing', 'run'],
    ['awaiting_decision', 'run'],
    ['canceling', 'held'],
  ] as const)('%s is %s', (status, tone) => {
    expect(barModel(progress({ status })).tone).toBe(tone);
  });

  it('gives back what was rolled back', () => {
    const segments = progress({}).segments.map((segment) => ({ ...segment, status: 'rolled_back' as const }));
    expect(barModel(progress({ segments })).segments.map(({ state }) => state)).toEqual([
      'todo',
      'todo',
      'todo',
    ]);
  });
});
