import { completed, milestoneEnds, planOf, stateOf, submit } from '../context/operations';
import type { BenchProduct } from '../context/product';
import { controlMaster } from '../peers/control-master';
import type { Row } from '../row';

const OPERATIONS = 10;
const MILESTONES = 20;
const SSH_RUNS = 10;

export const alreadyTrue: Row = {
  ...{ n: 7, name: 'already-true', what: 'a milestone that is already true, end of the last to end of this' },
  goals: [
    { of: 'milestone', at: 0.5, better: 'less', limit: 40 },
    { of: 'milestone', at: 0.99, better: 'less', limit: 120 },
    { of: 'milestone', to: 'ssh true', at: 0.5, better: 'less', limit: null },
  ],
  async run(context) {
    const bench = await context.product();
    const master = await controlMaster(bench.server);
    const ours: number[] = [];
    const ssh: number[] = [];
    try {
      await milestones(bench); // warms connections and caches
      for (let round = 0; round < context.rounds(OPERATIONS); round++) {
        ours.push(...(await milestones(bench)));
        for (let run = 0; run < SSH_RUNS; run++) {
          const began = performance.now();
          await master.run('true');
          ssh.push(performance.now() - began);
        }
      }
    } finally {
      await master.close();
    }
    return {
      series: [
        { name: 'milestone', unit: 'ms', samples: ours },
        { name: 'ssh true', unit: 'ms', samples: ssh },
      ],
      notes: [],
    };
  },
};

/** One operation; milliseconds from the end of each milestone to the end of the next. */
async function milestones(bench: BenchProduct): Promise<number[]> {
  const id = await submit(bench, { plan, serverId: bench.serverId });
  await completed(bench, [id]);
  const ends = await milestoneEnds(bench, id);
  return ends.slice(1).map((end, index) => Number(end) - Number(ends[index]));
}

const plan = planOf(MILESTONES, () => [stateOf('etc', { check: '[ -d /etc ]', apply: 'true' })]);
