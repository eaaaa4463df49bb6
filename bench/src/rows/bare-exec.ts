import { connect } from '@milepost/packages-core/ssh/transport/connect';
import { ConnectionPool } from '@milepost/packages-core/ssh/transport/connection-pool';
import { sshTarget } from '../context/ssh-target';
import { interleave } from '../measure/interleave';
import { controlMaster } from '../peers/control-master';
import type { Row } from '../row';

const ROUNDS = 300;
const TIMEOUT_MS = 10_000;

export const bareExec: Row = {
  ...{ n: 1, name: 'bare-exec', what: 'bare exec over our connection vs ssh ControlMaster `true`' },
  goals: [
    { of: 'our exec', to: 'ssh true', at: 0.5, better: 'less', limit: 0.35 },
    { of: 'our bounded read', to: 'ssh true', at: 0.5, better: 'less', limit: null },
  ],
  async run(context) {
    const [server] = await context.servers(1);
    if (!server) throw new Error('The lab gave no server');
    const master = await controlMaster(server);
    const connection = await connect(sshTarget(server));
    const pool = new ConnectionPool();
    const { signal } = new AbortController();
    try {
      const series = await interleave(
        {
          'our exec': async () => void (await connection.exec('true', { timeoutMs: TIMEOUT_MS })),
          'our bounded read': async () =>
            void (await (await pool.host(sshTarget(server), signal)).read('true')),
          'ssh true': async () => void (await master.run('true')),
        },
        { rounds: context.rounds(ROUNDS) },
      );
      return { series, notes: [] };
    } finally {
      connection.close();
      await pool.close();
      await master.close();
    }
  },
};
