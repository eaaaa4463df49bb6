import { ConnectionPool } from '@milepost/packages-core/ssh/transport/connection-pool';
import { commandState, runBare, wayTo } from '../context/bare-supervisor';
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
    const setsid = new ConnectionPool({ supervisor: { withoutUnits: true } });
    try {
      const series = await interleave(
        {
          'reading the spool': async () => void (await (await wayTo(units, target)()).spool()),
          'already true': () => runBare(wayTo(units, target), [commandState('true', '[ -d /etc ]')]),
          'applied by setsid': () => runBare(wayTo(setsid, target), [commandState('true')]),
          'applied in a unit': () => runBare(wayTo(units, target), [commandState('true')]),
          'ssh true': async () => void (await master.run('true')),
        },
        { rounds: context.rounds(ROUNDS) },
      );
      return {
        series,
        notes: [
          'Ours know the spool from the last answer over their connection, as a milestone does for its intent.',
        ],
      };
    } finally {
      await units.close();
      await setsid.close();
      await master.close();
    }
  },
};
