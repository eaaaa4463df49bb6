import { randomUUID } from 'node:crypto';
import type { CommandState, Host } from '@milepost/packages-core/engine/host';
import { runCommand } from '@milepost/packages-core/engine/run-command';
import { ConnectionPool } from '@milepost/packages-core/ssh/connection-pool';
import { sshTarget } from '../context/ssh-target';
import { interleave } from '../measure/interleave';
import { controlMaster } from '../peers/control-master';
import type { Row } from '../row';

const ROUNDS = 100;

export const oneState: Row = {
  ...{ n: 2, name: 'one-state', what: 'durable command of one state vs ssh ControlMaster `true`' },
  goals: [
    { of: 'already true', to: 'ssh true', at: 0.5, better: 'less', limit: 1.1 },
    { of: 'applied by setsid', to: 'ssh true', at: 0.5, better: 'less', limit: 2 },
    { of: 'applied in a unit', to: 'ssh true', at: 0.5, better: 'less', limit: 3 },
    { of: 'reading the spool', to: 'ssh true', at: 0.5, better: 'less', limit: null },
  ],
  async run(context) {
    const [server] = await context.servers(1);
    if (!server) throw new Error('The lab gave no server');
    const target = sshTarget(server);
    const master = await controlMaster(server);
    const units = new ConnectionPool();
    const setsid = new ConnectionPool({ place: { withoutUnits: true } });
    const via = (pool: ConnectionPool) => () => pool.host(target, new AbortController().signal);
    try {
      const series = await interleave(
        {
          'reading the spool': async () => void (await (await via(units)()).spool()),
          'already true': () => milestone(via(units), state('[ -d /etc ]')),
          'applied by setsid': () => milestone(via(setsid), state(null)),
          'applied in a unit': () => milestone(via(units), state(null)),
          'ssh true': async () => void (await master.run('true')),
        },
        { rounds: context.rounds(ROUNDS) },
      );
      return {
        series,
        notes: ['Ours includes reading the spool, which each milestone does for its intent.'],
      };
    } finally {
      await units.close();
      await setsid.close();
      await master.close();
    }
  },
};

const state = (check: string | null): CommandState => ({
  ...{ check, apply: 'true', verify: null, capture: null, repeatable: true },
});

/** A milestone as the worker runs it, without its rows: the spool for the intent, then the command to its end. */
async function milestone(connect: () => Promise<Host>, only: CommandState): Promise<void> {
  const spool = await (await connect()).spool();
  const { signal } = new AbortController();
  const answer = await runCommand({
    command: { operation: randomUUID(), key: 'bench.first', fence: 1, spool, states: [only] },
    ...{ connect, signal, pause: signal, secrets: {} },
    resume: { claimed: false, offset: 0, marks: 0 },
    sink: { output: () => Promise.resolve(), mark: () => undefined },
    onClaimed: () => Promise.resolve(),
    onLink: () => undefined,
  });
  if (answer.kind !== 'done') throw new Error(`The command ended as ${answer.kind}`);
}
