import type { OperationSummary } from '@milepost/api/views';
import { describe, expect, it } from 'vitest';

import type { Shown } from './linger';
import { FADES_MS, linger, STAYS_MS } from './linger';

const op = (id: string, status: OperationSummary['status']) => ({ id, status }) as OperationSummary;
const brief = (shown: Shown[]) =>
  shown.map(({ operation, endedAt }) => `${operation.id}:${endedAt ?? 'active'}`);
const nobody = () => undefined;

describe('linger', () => {
  const running = linger([], [op('a', 'running'), op('b', 'running')], { now: 0, latest: nobody });

  it('shows what is active, but nothing that had ended before this page looked', () => {
    expect(brief(running)).toEqual(['a:active', 'b:active']);
    expect(linger([], [op('old', 'completed')], { now: 0, latest: nobody })).toEqual([]);
  });

  it('keeps a finished operation at its place for five seconds and its fading, then no longer', () => {
    const latest = (id: string) => (id === 'a' ? op('a', 'completed') : undefined);
    const ended = linger(running, [op('b', 'running')], { now: 1_000, latest });
    expect(brief(ended)).toEqual(['a:1000', 'b:active']);
    const later = linger(ended, [op('b', 'running')], { now: 1_000 + STAYS_MS, latest });
    expect(brief(later)).toEqual(['a:1000', 'b:active']);
    const gone = linger(later, [op('b', 'running')], { now: 1_000 + STAYS_MS + FADES_MS, latest });
    expect(brief(gone)).toEqual(['b:active']);
  });

  it('counts from the moment it was seen to end also while the list still names it', () => {
    const ended = linger(running, [op('a', 'failed'), op('b', 'running')], { now: 50, latest: nobody });
    expect(brief(ended)).toEqual(['a:50', 'b:active']);
  });

  it('puts what is new on top', () => {
    const more = linger(running, [op('c', 'queued'), op('a', 'running'), op('b', 'running')], {
      now: 9,
      latest: nobody,
    });
    expect(brief(more)).toEqual(['c:active', 'a:active', 'b:active']);
  });
});
