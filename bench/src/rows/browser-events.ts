import { setTimeout as sleep } from 'node:timers/promises';
import { createNotifier } from '@milepost/db/live/notifier';
import { withPage } from '../context/browser';
import { idleOperation, writeEvents } from '../context/events';
import { streamPath } from '../context/session';
import { quantile } from '../measure/quantile';
import type { Row } from '../row';

const EVENTS = 100;
/** Off every beat of 1.5 s, so that a poll meets an event anywhere in its turn. */
const GAP_MS = { least: 250, most: 450 };
const POLL_MS = 1_500;

export const browserEvents: Row = {
  ...{ n: 8, name: 'browser-events', what: 'event commit → received in a browser, vs polling every 1.5 s' },
  goals: [
    { of: 'stream', at: 0.5, better: 'less', limit: 30 },
    { of: 'stream', at: 0.95, better: 'less', limit: 100 },
    { of: 'stream', at: 0.99, better: 'less', limit: 150 },
    { of: 'polling', to: 'stream', at: 0.5, better: 'more', limit: 20 },
  ],
  async run(context) {
    const { db, databaseUrl: url, session: open } = await context.product();
    const session = await open();
    const id = await idleOperation(db);
    const { lastEvent: first } = await db.operation.findUniqueOrThrow({ where: { id } });
    const committed: number[] = [];
    const arrived = await withPage(session, async (page) => {
      const watch = { [id]: { event: first, output: 0 } };
      await page.goto('/operations');
      await page.evaluate(listen, { stream: streamPath(watch), id, first, pollMs: POLL_MS });
      const notifier = createNotifier({ url });
      for (let n = 0; n < context.rounds(EVENTS); n++) {
        await sleep(GAP_MS.least + Math.random() * (GAP_MS.most - GAP_MS.least));
        await writeEvents(db, id);
        committed.push(performance.timeOrigin + performance.now());
        notifier.publishOperation(id);
      }
      await sleep(2 * POLL_MS);
      await notifier.close();
      return page.evaluate(() => window.heard);
    });
    const delays = (times: Record<number, number>): number[] =>
      committed.map((at, index) => Number(times[first + 1 + index]) - at);
    const stream = delays(arrived.streamed);
    return {
      series: [
        { name: 'stream', unit: 'ms', samples: stream },
        { name: 'polling', unit: 'ms', samples: delays(arrived.polled) },
      ],
      notes: [
        `The slowest took ${Math.round(quantile(stream, 1))} ms. Both in one page of Chromium, of the same events.`,
      ],
    };
  },
};

interface Heard {
  /** When each event came, by its number: milliseconds since 1970. */
  streamed: Record<number, number>;
  polled: Record<number, number>;
}

declare global {
  interface Window {
    heard: Heard;
  }
}

interface Listen {
  stream: string;
  id: string;
  first: number;
  pollMs: number;
}

/** Runs in the page: follows by the stream, and by polling beside it. */
async function listen({ stream, id, first, pollMs }: Listen): Promise<void> {
  interface Update {
    operations: { events: { n: number }[]; position: { event: number; output: number } | null }[];
  }
  const heard: Heard = { streamed: {}, polled: {} };
  window.heard = heard;
  const keep = (times: Record<number, number>, { operations }: Update): void => {
    const now = performance.timeOrigin + performance.now();
    for (const { events } of operations) for (const { n } of events) times[n] ??= now;
  };
  const source = new EventSource(stream);
  source.onmessage = ({ data }: MessageEvent<string>) => {
    keep(heard.streamed, JSON.parse(data) as Update);
  };
  await new Promise((resolve, reject) => {
    source.onopen = resolve;
    source.onerror = () => reject(new Error('The stream was refused'));
  });
  let position = { event: first, output: 0 };
  const poll = async (): Promise<void> => {
    const input = encodeURIComponent(JSON.stringify({ watch: { [id]: position } }));
    const answer = (await (await fetch(`/api/trpc/live.poll?input=${input}`)).json()) as {
      result: { data: Update };
    };
    const update = answer.result.data;
    keep(heard.polled, update);
    position = update.operations.find((operation) => operation.position)?.position ?? position;
  };
  setInterval(() => void poll(), pollMs);
}
