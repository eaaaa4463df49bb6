import type { EventView, OutputChunk } from '@milepost/api/views';
import { describe, expect, it } from 'vitest';

import { OperationStore, PAGE } from './operation-store';

const event = (n: number): EventView => ({ n, type: 'x', sentence: `event ${n}`, by: null, at: '' });
const chunk = (n: number): OutputChunk => ({
  ...{ n, command: 'a', milestone: 1, attempt: 1, undo: false, at: '', mark: null },
  ...{ offset: n - 1, text: '.', gapBefore: 0 },
});
const upTo = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index + 1));

/** What the database holds; it may grow between reads. */
class Past {
  eventCount = 0;
  outputCount = 0;
  reads = 0;
  broken = false;
  dropped: number[] = [];

  store(): OperationStore {
    return new OperationStore('op', {
      events: (_, after) => this.answer(upTo(this.eventCount, event).slice(after)),
      output: (_, after) =>
        this.answer(
          upTo(this.outputCount, chunk)
            .filter(({ n }) => n > after && !this.dropped.includes(n))
            .slice(0, PAGE),
        ),
      plan: () => Promise.resolve({ hash: '', milestones: [] }),
    });
  }

  private answer<T>(rows: T[]): Promise<T[]> {
    this.reads += 1;
    return this.broken ? Promise.reject(new Error('away')) : Promise.resolve(rows);
  }
}

const numbers = (store: OperationStore) => store.events.map(({ n }) => n);

describe('OperationStore', () => {
  it('reads the whole past, page by page', async () => {
    const past = new Past();
    Object.assign(past, { eventCount: 3, outputCount: PAGE * 2 + 5 });
    const store = past.store();
    await store.catchUp();
    expect(store.position).toEqual({ event: 3, output: PAGE * 2 + 5 });
    expect(store.output.bytes).toBe(PAGE * 2 + 5);
    expect(store.complete).toBe(true);
  });

  it('takes what the stream brings, and leaves out what it has already', async () => {
    const past = new Past();
    past.eventCount = 2;
    const store = past.store();
    await store.catchUp();
    store.apply({ events: [event(2), event(3)], output: [chunk(1)] });
    store.apply({ events: [event(3)], output: [chunk(1)] });
    expect(numbers(store)).toEqual([1, 2, 3]);
    expect(store.output.bytes).toBe(1);
  });

  it('fills a gap from the past instead of showing one', async () => {
    const past = new Past();
    past.eventCount = 1;
    const store = past.store();
    await store.catchUp();
    Object.assign(past, { eventCount: 5, outputCount: 4 });
    store.apply({ events: [event(4)], output: [chunk(3)] });
    await store.catchUp();
    expect(numbers(store)).toEqual([1, 2, 3, 4, 5]);
    expect(store.position).toEqual({ event: 5, output: 4 });
  });

  it('reads on after chunks that are not kept any more', async () => {
    const past = new Past();
    Object.assign(past, { outputCount: 9, dropped: [3, 4] });
    const store = past.store();
    await store.catchUp();
    expect(store.position.output).toBe(9);
    expect(store.output.bytes).toBe(7);
  });

  it('loses nothing that the stream brings while the past is still being read', async () => {
    const past = new Past();
    past.eventCount = 2;
    const store = past.store();
    const reading = store.catchUp();
    past.eventCount = 4;
    store.apply({ events: [event(3), event(4)], output: [] });
    await reading;
    store.apply({ events: [event(4)], output: [] });
    await store.catchUp();
    expect(numbers(store)).toEqual([1, 2, 3, 4]);
  });

  it('says that it failed, keeps what it has, and can be asked again', async () => {
    const past = new Past();
    past.eventCount = 1;
    const store = past.store();
    await store.catchUp();
    past.broken = true;
    await store.catchUp();
    expect([store.failed, numbers(store)]).toEqual([true, [1]]);
    Object.assign(past, { broken: false, eventCount: 2 });
    await store.catchUp();
    expect([store.failed, numbers(store)]).toEqual([false, [1, 2]]);
  });
});
