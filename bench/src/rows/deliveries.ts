import { setTimeout as sleep } from 'node:timers/promises';
import { createNotifier } from '@milepost/db/live/notifier';
import { idleOperation, writeEvents } from '../context/events';
import { manyStreams } from '../context/many-streams';
import { collectGarbage, residentKB } from '../context/memory';
import type { BenchProduct } from '../context/product';
import type { ManyStreams } from '../context/many-streams';
import { readUpdates } from '../context/sse';
import type { Row } from '../row';

const SUBSCRIBERS = 100;
const IDLE_SUBSCRIBERS = 1_000;
const EVENTS = 1_000;
const AT_ONCE = 50;
const ROUNDS = 3;
const SETTLE_MS = 2_000;

export const deliveries: Row = {
  ...{ n: 10, name: 'deliveries' },
  what: 'events delivered to 100 subscribers of one operation, over HTTP; memory of an idle one',
  goals: [
    { of: 'deliveries', at: 0.5, better: 'more', limit: 25_000 },
    { of: 'memory per idle subscriber', at: 0.5, better: 'less', limit: 60 },
  ],
  async run(context) {
    const bench = await context.product();
    await deliver(bench); // warms up
    const rates: number[] = [];
    let broken = 0;
    for (let round = 0; round < context.rounds(ROUNDS); round++) {
      const delivered = await deliver(bench);
      rates.push(delivered.rate);
      broken += delivered.broken;
    }
    const [, ...memory] = await idleMemory(bench, 1 + context.rounds(ROUNDS)); // the first warms up
    return {
      series: [
        { name: 'deliveries', unit: '/s', samples: rates },
        { name: 'memory per idle subscriber', unit: 'KB', samples: memory },
      ],
      notes: [
        `${EVENTS} events, ${AT_ONCE} a transaction; writer, readers and console share the cores. ${broken} streams broke and came back.`,
        `Memory: growth of the console's resident set by ${IDLE_SUBSCRIBERS} streams more, per stream; its garbage is collected before each reading, and the first thousand is discarded.`,
      ],
    };
  },
};

/** Events delivered per second, from the first commit until all subscribers have all; and how many streams broke on the way. */
async function deliver(bench: BenchProduct): Promise<{ rate: number; broken: number }> {
  const { db, databaseUrl: url } = bench;
  const id = await idleOperation(db);
  const { lastEvent: first } = await db.operation.findUniqueOrThrow({ where: { id } });
  const stream = await manyStreams(bench);
  const leaving = new AbortController();
  const notifier = createNotifier({ url });
  const delivery: Delivery = { id, first, stream, signal: leaving.signal, open: 0, broken: 0 };
  try {
    const subscribers = Promise.all(Array.from({ length: SUBSCRIBERS }, () => subscribe(delivery)));
    while (delivery.open < SUBSCRIBERS) await Promise.race([sleep(50), subscribers]);
    const began = performance.now();
    for (let written = 0; written < EVENTS; written += AT_ONCE) {
      await writeEvents(db, id, AT_ONCE);
      notifier.publishOperation(id);
    }
    await subscribers;
    return {
      rate: (EVENTS * SUBSCRIBERS * 1000) / (performance.now() - began),
      broken: delivery.broken,
    };
  } finally {
    leaving.abort();
    await notifier.close();
  }
}

interface Delivery {
  id: string;
  first: number;
  stream: ManyStreams;
  signal: AbortSignal;
  /** How many have heard the first word. */
  open: number;
  broken: number;
}

/** Until it has all events. Comes back, as a browser does, where the stream breaks. */
async function subscribe(delivery: Delivery): Promise<void> {
  const { id, first, stream, signal } = delivery;
  let seen = first;
  let open = false;
  for (;;) {
    for await (const { operations } of readUpdates(
      await stream({ [id]: { event: seen, output: 0 } }, signal),
    )) {
      if (!open) delivery.open++;
      open = true;
      seen += operations.reduce((sum, { events }) => sum + events.length, 0);
      if (seen >= first + EVENTS) return;
    }
    delivery.broken++;
  }
}

/**
 * Kilobytes that one idle stream adds to the console's process, so many times. All stay open: a process keeps room of what it has freed,
 * and the next streams would lie in it.
 */
async function idleMemory(bench: BenchProduct, times: number): Promise<number[]> {
  const stream = await manyStreams(bench);
  const web = await bench.product.pid('web');
  const streams: Response[] = []; // held: a response that nobody holds is ended with its stream
  const leaving: AbortController[] = []; // one each: fetch listens to a signal for as long as its stream is open
  const grown: number[] = [];
  try {
    let before = await settledKB(web);
    for (let time = 0; time < times; time++) {
      for (let n = 0; n < IDLE_SUBSCRIBERS; n++) {
        const controller = new AbortController();
        leaving.push(controller);
        streams.push(await stream({}, controller.signal));
      }
      const after = await settledKB(web);
      grown.push((after - before) / IDLE_SUBSCRIBERS);
      before = after;
    }
  } finally {
    for (const controller of leaving) controller.abort();
  }
  return grown;
}

/** What a process keeps, once it has done what it was asked for before. */
async function settledKB(pid: number): Promise<number> {
  await sleep(SETTLE_MS);
  await collectGarbage(pid);
  return residentKB(pid);
}
