import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../context/context';
import { collectGarbage } from '../context/memory';
import { completed, planOf, stateOf, submit } from '../context/operations';
import type { BenchProduct } from '../context/product';
import { registerServer } from '../context/register-server';
import type { Session } from '../context/session';
import { readUpdates } from '../context/sse';
import type { Goal, Row, Series } from '../row';

const FEW = 300;
const MANY = 3_000;
const QUICK_MANY = 600;
const SERVERS = 5;
const BATCH = 50;
/** Of each batch, opened as pages. */
const PAGES = 10;
const SETTLE_MS = 2_000;

const PROCESSES = ['worker', 'web'] as const;
const MEASURES = { heap: 'heapUsed', 'resident set': 'rss' } as const;

const seriesName = (process: string, measure: string, when: 'first' | 'last'): string =>
  `${process}, ${measure}, ${when === 'first' ? `after ${FEW}` : 'at the end'}`;

export const memoryGrowth: Row = {
  ...{ n: 16, name: 'memory-growth' },
  what: `memory of worker and console after ${MANY} operations against after ${FEW}, all followed live`,
  goals: PROCESSES.flatMap((process) =>
    Object.keys(MEASURES).map((measure): Goal => ({
      of: seriesName(process, measure, 'last'),
      to: seriesName(process, measure, 'first'),
      ...{ at: 0.5, better: 'less', limit: 1.1 },
    })),
  ),
  async run(context) {
    const many = context.quick ? QUICK_MANY : MANY;
    const load = await prepare(context);
    await carryOut(load, FEW);
    const first = await usages(load.bench);
    await carryOut(load, many - FEW);
    const last = await usages(load.bench);
    return {
      series: [...seriesOf(first, 'first'), ...seriesOf(last, 'last')],
      notes: [
        `${many} operations of one state that is already true, on ${SERVERS} servers, ${BATCH} at once; a stream follows each, and the pages of ${PAGES} in ${BATCH} are opened.`,
        'Garbage is collected before each reading.',
      ],
    };
  },
};

interface Load {
  bench: BenchProduct;
  session: Session;
  serverIds: string[];
}

async function prepare(context: Context): Promise<Load> {
  const servers = await context.servers(SERVERS);
  const bench = await context.product();
  const serverIds = await Promise.all(servers.map((server) => registerServer(bench, server)));
  return { bench, session: await bench.session(), serverIds };
}

async function carryOut({ bench, session, serverIds }: Load, operations: number): Promise<void> {
  for (let done = 0; done < operations; done += BATCH) {
    const ids: string[] = [];
    for (const plan of plans)
      for (const serverId of serverIds) ids.push(await submit(bench, { plan, serverId }));
    const leaving = new AbortController();
    const followed = follow(session, ids, leaving.signal);
    await completed(bench, ids);
    for (const id of ids.slice(0, PAGES)) await openPage(session, id);
    leaving.abort();
    await followed;
  }
}

async function openPage({ url, cookie }: Session, id: string): Promise<void> {
  const response = await fetch(`${url}/operations/${id}`, { headers: { cookie } });
  if (!response.ok) throw new Error(`The page of an operation answered ${response.status}`);
  await response.text();
}

/** Reads the live stream of these operations, as a browser does, until it leaves. */
async function follow({ stream }: Session, ids: readonly string[], signal: AbortSignal): Promise<void> {
  const watch = Object.fromEntries(ids.map((id) => [id, { event: 0, output: 0 }]));
  try {
    for await (const { operations } of readUpdates(await stream(watch, signal))) void operations;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

type Usages = Record<(typeof PROCESSES)[number], NodeJS.MemoryUsage>;

async function usages({ product }: BenchProduct): Promise<Usages> {
  await sleep(SETTLE_MS);
  const usage = async (part: keyof Usages) => collectGarbage(await product.pid(part));
  return { worker: await usage('worker'), web: await usage('web') };
}

const seriesOf = (usage: Usages, when: 'first' | 'last'): Series[] =>
  PROCESSES.flatMap((process) =>
    Object.entries(MEASURES).map(([measure, field]) => ({
      name: seriesName(process, measure, when),
      unit: 'MB' as const,
      samples: [usage[process][field] / 1024 / 1024],
    })),
  );

/** Of a package each: one installation has one operation at a time. */
const plans = Array.from({ length: BATCH / SERVERS }, (_, n) =>
  planOf(1, () => [stateOf('etc', { check: '[ -d /etc ]', apply: 'true' })], `bench_${n + 1}`),
);
