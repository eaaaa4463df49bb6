import type { OperationSummary } from '@milepost/api/views';
import { describe, expect, it } from 'vitest';

import type { VisibleOperation } from './recently-finished';
import { FADE_MS, withRecentlyFinished, VISIBLE_MS } from './recently-finished';

const op = (id: string, status: OperationSummary['status']) => ({ id, status }) as OperationSummary;
const brief = (shown: VisibleOperation[]) =>
  shown.map(({ operation, endedAt }) => `${operation.id}:${endedAt ?? 'active'}`);
const nobody = () => undefined;

describe('recently finished operations', () => {
  const running = withRecentlyFinished([], [op('a', 'running'), op('b', 'running')], {
    now: 0,
    latest: nobody,
  });

  it('shows what is active, but nothing that had ended before this page looked', () => {
    expect(brief(running)).toEqual(['a:active', 'b:active']);
    expect(withRecentlyFinished([], [op('old', 'completed')], { now: 0, latest: nobody })).toEqual([]);
  });

  it('keeps a finished operation at its place for five seconds and its fading, then no longer', () => {
    const latest = (id: string) => (id === 'a' ? op('a', 'completed') : undefined);
    const ended = withRecentlyFinished(running, [op('b', 'running')], { now: 1_000, latest });
    expect(brief(ended)).toEqual(['a:1000', 'b:active']);
    const later = withRecentlyFinished(ended, [op('b', 'running')], { now: 1_000 + VISIBLE_MS, latest });
    expect(brief(later)).toEqual(['a:1000', 'b:active']);
    const gone = withRecentlyFinished(later, [op('b', 'running')], {
      now: 1_000 + VISIBLE_MS + FADE_MS,
      latest,
    });
    expect(brief(gone)).toEqual(['b:active']);
  });

  it('counts from the moment it was seen to end also while the list still names it', () => {
    const ended = withRecentlyFinished(running, [op('a', 'failed'), op('b', 'running')], {
      now: 50,
      latest: nobody,
    });
    expect(brief(ended)).toEqual(['a:50', 'b:active']);
  });

  it('puts what is new on top', () => {
    const more = withRecentlyFinished(running, [op('c', 'queued'), op('a', 'running'), op('b', 'running')], {
      now: 9,
      latest: nobody,
    });
    expect(brief(more)).toEqual(['c:active', 'a:active', 'b:active']);
  });
});
