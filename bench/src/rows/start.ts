import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startProduct } from '../../../scripts/test/product';
import type { Product } from '../../../scripts/test/product';
import { withPage } from '../context/browser';
import { treeKB } from '../context/memory';
import { createSession } from '../context/session';
import type { Row } from '../row';
import type { Loaded } from '../context/page-load';
import { loadPage } from '../context/page-load';

const LOADS = 10;

export const start: Row = {
  ...{ n: 15, name: 'start' },
  what: '`npm start` to the first page, cold (new data directory) and warm; memory at rest; the console page',
  goals: [
    { of: 'cold start', at: 0.5, better: 'less', limit: null },
    { of: 'warm start', at: 0.5, better: 'less', limit: null },
    { of: 'memory at rest', at: 0.5, better: 'less', limit: null },
    { of: 'page weight', at: 0.5, better: 'less', limit: null },
    { of: 'time to interactive', at: 0.5, better: 'less', limit: null },
  ],
  async run(context) {
    const parent = await mkdtemp(path.join(os.tmpdir(), 'milepost-bench-start-'));
    await chmod(parent, 0o711); // PostgreSQL runs as another user where we are root
    const dataDirectory = path.join(parent, 'data');
    try {
      const cold = await started(dataDirectory);
      const session = await createSession(cold.product);
      await cold.product.stop();
      const warm = await started(dataDirectory);
      const console = { ...session, url: new URL(warm.product.url).origin };
      const loads: Loaded[] = [];
      for (let n = 0; n < context.rounds(LOADS); n++) loads.push(await withPage(console, loadPage));
      const memory = (await treeKB(warm.product.child.pid ?? 0)) / 1024;
      await warm.product.stop();
      return {
        series: [
          { name: 'cold start', unit: 's', samples: [cold.seconds] },
          { name: 'warm start', unit: 's', samples: [warm.seconds] },
          { name: 'memory at rest', unit: 'MB', samples: [memory] },
          { name: 'page weight', unit: 'KB', samples: loads.map(({ weightKB }) => weightKB) },
          {
            name: 'time to interactive',
            unit: 'ms',
            samples: loads.map(({ interactiveMs }) => interactiveMs),
          },
        ],
        notes: ['Without practice server; console and worker were built before. Each load is a new browser.'],
      };
    } finally {
      await rm(parent, { recursive: true, force: true });
    }
  },
};

/** Starts and reads the first page. */
async function started(dataDirectory: string): Promise<{ product: Product; seconds: number }> {
  const began = performance.now();
  const product = await startProduct({ dataDirectory, practice: false });
  await (await fetch(product.url)).text();
  return { product, seconds: (performance.now() - began) / 1000 };
}
