import { withPage } from '../context/browser';
import { peakKB, forgetPeak, residentKB } from '../context/memory';
import { completed, planOf, stateOf, submit } from '../context/operations';
import type { BenchProduct } from '../context/product';
import { interleave } from '../measure/interleave';
import { controlMaster } from '../peers/control-master';
import type { Row, Series } from '../row';

const MEGABYTES = 100;
const ROUNDS = 5;
const FILE = '/var/tmp/milepost-bench-output';

export const longOutput: Row = {
  ...{ n: 13, name: 'long-output' },
  what: '100 MB of text through a command to the database, with a browser watching, vs `ssh cat`',
  goals: [
    { of: 'our throughput', to: 'ssh throughput', at: 0.5, better: 'more', limit: 0.5 },
    { of: "worker's peak over idle", at: 0.99, better: 'less', limit: 150 },
  ],
  async run(context) {
    const bench = await context.product();
    const master = await controlMaster(bench.server);
    await master.run(`yes "$(head -c 60 /dev/urandom | base64 -w 0)" | head -c ${MEGABYTES}M >${FILE}`);
    const peaks: number[] = [];
    try {
      const times = await interleave(
        {
          'our throughput': async () => {
            const { ms, peakMB } = await watched(bench);
            peaks.push(peakMB);
            return ms;
          },
          'ssh throughput': async () => {
            const began = performance.now();
            await master.discard(`cat ${FILE}`);
            return performance.now() - began;
          },
        },
        { rounds: context.rounds(ROUNDS) },
      );
      const peak: Series = { name: "worker's peak over idle", unit: 'MB', samples: peaks };
      return { series: [...times.map(throughput), peak], notes: [] };
    } finally {
      await master.run(`rm -f ${FILE}`);
      await master.close();
    }
  },
};

const throughput = ({ name, samples }: Series): Series => ({
  ...{ name, unit: 'MB/s' },
  samples: samples.map((ms) => (MEGABYTES * 1000) / ms),
});

/** One operation that prints the file, in a console that is open already and shows it as soon as it is there. */
async function watched(bench: BenchProduct): Promise<{ ms: number; peakMB: number }> {
  const worker = await bench.product.pid('worker');
  return withPage(await bench.session(), async (page) => {
    const idle = await residentKB(worker);
    await forgetPeak(worker);
    await page.goto('/operations');
    await page.getByText('Live', { exact: true }).waitFor();
    const id = await submit(bench, { plan, serverId: bench.serverId });
    await page.locator(`a[href="/operations/${id}"]`).first().click();
    const ms = await completed(bench, [id]);
    return { ms, peakMB: ((await peakKB(worker)) - idle) / 1024 };
  });
}

const plan = planOf(1, () => [stateOf('print', { apply: `cat ${FILE}` })]);
