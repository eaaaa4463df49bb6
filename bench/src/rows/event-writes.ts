import { follow } from '@milepost/db/live/follow';
import { createListener } from '@milepost/db/live/listener';
import { createNotifier } from '@milepost/db/live/notifier';
import { idleOperation, writeEvents } from '../context/events';
import type { BenchProduct } from '../context/product';
import type { Row } from '../row';

const WRITERS = 8;
const WINDOW_MS = 2_000;
const ROUNDS = 8;

type Touch = (operationId: string) => void;

export const eventWrites: Row = {
  ...{ n: 9, name: 'event-writes', what: 'event writes per second by 8 writers, live feed on vs off' },
  goals: [
    { of: 'feed on', to: 'feed off', at: 0.5, better: 'more', limit: 0.9 },
    { of: 'feed on, all followed', to: 'feed off', at: 0.5, better: 'more', limit: null },
  ],
  async run(context) {
    const bench = await context.product();
    const ids = await Promise.all(Array.from({ length: WRITERS }, () => idleOperation(bench.db)));
    const off: number[] = [];
    const on: number[] = [];
    const followed: number[] = [];
    await window(bench, ids, () => undefined);
    for (let round = 0; round < context.rounds(ROUNDS); round++) {
      const turns = [
        async () => off.push(await window(bench, ids, () => undefined)),
        async () => on.push(await withFeed(bench, [], (touch) => window(bench, ids, touch))),
        async () => followed.push(await withFeed(bench, ids, (touch) => window(bench, ids, touch))),
      ];
      for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn();
    }
    return {
      series: [
        { name: 'feed off', unit: '/s', samples: off },
        { name: 'feed on', unit: '/s', samples: on },
        { name: 'feed on, all followed', unit: '/s', samples: followed },
      ],
      notes: [
        '“All followed”: somebody also reads each event, on the same cores, and that is what it costs.',
      ],
    };
  },
};

/** Events per second that the writers commit in a window, each to an operation of its own. */
async function window({ db }: BenchProduct, ids: string[], touch: Touch): Promise<number> {
  const began = performance.now();
  let written = 0;
  const writer = async (id: string): Promise<void> => {
    while (performance.now() - began < WINDOW_MS) {
      await writeEvents(db, id);
      touch(id);
      written++;
    }
  };
  await Promise.all(ids.map(writer));
  return (written / (performance.now() - began)) * 1000;
}

/** Notifier and listener as the worker and the console have them, and a follower of each of `ids`. */
async function withFeed<T>(
  { db, databaseUrl: url }: BenchProduct,
  ids: string[],
  work: (touch: Touch) => Promise<T>,
): Promise<T> {
  const notifier = createNotifier({ url });
  const listener = createListener({ url });
  const leaving = new AbortController();
  listener.subscribe({ operationIds: new Set(), overview: true });
  const followers = ids.map(async (id) => {
    const watch = new Map([[id, { event: 0, output: 0 }]]);
    const batches = follow({ db, listener, watch, overview: false, signal: leaving.signal });
    while (!(await batches.next()).done);
  });
  try {
    return await work((id) => notifier.publishOperation(id));
  } finally {
    leaving.abort();
    await Promise.all(followers);
    await notifier.close();
    await listener.close();
  }
}
