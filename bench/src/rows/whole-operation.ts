import { ConnectionPool } from '@milepost/packages-core/ssh/transport/connection-pool';
import { commandState, runBare, wayTo } from '../context/bare-supervisor';
import { completed, planOf, stateOf, submit } from '../context/operations';
import { sshTarget } from '../context/ssh-target';
import { interleave } from '../measure/interleave';
import type { Row } from '../row';

const ROUNDS = 3;
const MILESTONES = 20;
const COMMANDS = ['first', 'second', 'third'];
const APPLY = 'sleep 0.1';

export const wholeOperation: Row = {
  ...{ n: 6, name: 'whole-operation' },
  what: '20 milestones of 3 commands of 100 ms: a whole operation vs the bare supervisor running them',
  goals: [{ of: 'operation', to: 'bare supervisor', at: 0.5, better: 'less', limit: 1.15 }],
  async run(context) {
    const bench = await context.product();
    const { serverId } = bench;
    const pool = new ConnectionPool();
    const way = wayTo(pool, sshTarget(bench.server));
    try {
      const series = await interleave(
        {
          operation: async () => completed(bench, [await submit(bench, { plan, serverId })]),
          'bare supervisor': async () => {
            for (let n = 0; n < MILESTONES; n++)
              await runBare(
                way,
                COMMANDS.map(() => commandState(APPLY)),
              );
          },
        },
        { rounds: context.rounds(ROUNDS), warmUp: false },
      );
      return { series, notes: [] };
    } finally {
      await pool.close();
    }
  },
};

const plan = planOf(MILESTONES, () => COMMANDS.map((id) => stateOf(id, { apply: APPLY })));
