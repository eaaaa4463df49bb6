import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlanPreview } from '@milepost/api/package-views';
import type { BenchProduct } from '../context/product';
import type { Row } from '../row';

const ROUNDS = 5;
const NGINX = { packageId: 'nginx', input: {} };

export const engineAway: Row = {
  ...{
    n: 12,
    name: 'engine-away',
    what: 'API answers while Temporal hangs: accepts connections, says nothing',
  },
  goals: [
    { of: 'install pressed', at: 0.99, better: 'less', limit: 2000 },
    { of: 'plan preview', at: 0.99, better: 'less', limit: 2000 },
    { of: 'operations list', at: 0.99, better: 'less', limit: 2000 },
  ],
  async run(context) {
    const bench = await context.product();
    const { call } = await bench.session();
    const { serverId } = bench;
    const form = { ...NGINX, serverId };
    const install: number[] = [];
    const preview: number[] = [];
    const list: number[] = [];
    for (let round = 0; round < context.rounds(ROUNDS); round++) {
      const { hash: planHash } = await call<PlanPreview>('packages.preview', form);
      const operationId = randomUUID();
      await whileTemporalHangs(bench, async () => {
        preview.push(await timed(() => call('packages.preview', form)));
        install.push(await timed(() => call('packages.install', { ...form, operationId, planHash })));
        list.push(await timed(() => call('operations.list', {})));
      });
      await canceled(bench, operationId);
    }
    return {
      series: [
        { name: 'install pressed', unit: 'ms', samples: install },
        { name: 'plan preview', unit: 'ms', samples: preview },
        { name: 'operations list', unit: 'ms', samples: list },
      ],
      notes: [],
    };
  },
};

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function whileTemporalHangs({ product }: BenchProduct, work: () => Promise<void>): Promise<void> {
  const pid = await product.pid('temporal');
  process.kill(pid, 'SIGSTOP');
  try {
    await work();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

async function canceled({ db, session }: BenchProduct, operationId: string): Promise<void> {
  await (await session()).call('operations.cancel', { operationId });
  for (;;) {
    const { status } = await db.operation.findUniqueOrThrow({ where: { id: operationId } });
    if (status === 'canceled' || status === 'completed') return;
    await sleep(100);
  }
}
