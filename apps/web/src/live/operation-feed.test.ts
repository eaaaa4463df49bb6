import type { EventView, OutputChunk } from '@milepost/api/views';
import { describe, expect, it } from 'vitest';

import { OperationFeed, PAGE } from './operation-feed';

const event = (n: number): EventView => ({ n, type: 'x', sentence: `event ${n}`, by: null, at: '' });
const chunk = (n: number): OutputChunk => ({ n, milestone: 1, offset: n - 1, text: '.', gapBefore: 0 });
const upTo = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index + 1));

/** What the database holds; it may grow between reads. */
class Past {
  eventCount = 0;
  outputCount = 0;
  reads = 0;
  broken = false;

  feed(): OperationFeed {
    return new OperationFeed('op', {
      events: (_, after) => this.answer(upTo(this.eventCount, event).slice(after)),
      output: (_, after) => this.answer(upTo(this.outputCount, chunk).slice(after, after + PAGE)),
    });
  }

  private answer<T>(rows: T[]): Promise<T[]> {
    this.reads += 1;
    return this.broken ? Promise.reject(new Error('away')) : Promise.resolve(rows);
  }
}

const numbers = (feed: OperationFeed) => feed.events.map(({ n }) => n);

describe('OperationFeed', () => {
  it('reads the whole past, page by page', async () => {
    const past = new Past();
    Object.assign(past, { eventCount: 3, outputCount: PAGE * 2 + 5 });
    const feed = past.feed();
    await feed.catchUp();
    expect(feed.position).toEqual({ event: 3, output: PAGE * 2 + 5 });
    expect(feed.output.bytes).toBe(PAGE * 2 + 5);
    expect(feed.complete).toBe(true);
  });

  it('takes what the stream brings, and leaves out what it has already', async () => {
    const past = new Past();
    past.eventCount = 2;
    const feed = past.feed();
    await feed.catchUp();
    feed.take({ events: [event(2), event(3)], output: [chunk(1)] });
    feed.take({ events: [event(3)], output: [chunk(1)] });
    expect(numbers(feed)).toEqual([1, 2, 3]);
    expect(feed.output.bytes).toBe(1);
  });

  it('fills a gap from the past instead of showing one', async () => {
    const past = new Past();
    past.eventCount = 1;
    const feed = past.feed();
    await feed.catchUp();
    Object.assign(past, { eventCount: 5, outputCount: 4 });
    feed.take({ events: [event(4)], output: [chunk(3)] });
    await feed.catchUp();
    expect(numbers(feed)).toEqual([1, 2, 3, 4, 5]);
    expect(feed.position).toEqual({ event: 5, output: 4 });
  });

  it('loses nothing that the stream brings while the past is still being read', async () => {
    const past = new Past();
    past.eventCount = 2;
    const feed = past.feed();
    const reading = feed.catchUp();
    past.eventCount = 4;
    feed.take({ events: [event(3), event(4)], output: [] });
    await reading;
    feed.take({ events: [event(4)], output: [] });
    await feed.catchUp();
    expect(numbers(feed)).toEqual([1, 2, 3, 4]);
  });

  it('says that it failed, keeps what it has, and can be asked again', async () => {
    const past = new Past();
    past.eventCount = 1;
    const feed = past.feed();
    await feed.catchUp();
    past.broken = true;
    await feed.catchUp();
    expect([feed.failed, numbers(feed)]).toEqual([true, [1]]);
    Object.assign(past, { broken: false, eventCount: 2 });
    await feed.catchUp();
    expect([feed.failed, numbers(feed)]).toEqual([false, [1, 2]]);
  });
});
