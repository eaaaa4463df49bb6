import { completeScript } from '@milepost/packages-core/dsl/plan/stored-libraries';
import { openTestLab } from '@milepost/lab/test-lab';
import { lempStack } from '../context/lemp-stack';
import { registerServer } from '../context/register-server';
import { interleave } from '../measure/interleave';
import { controlMaster } from '../peers/control-master';
import type { Row } from '../row';

const ROUNDS = 10;

export const stackPreview: Row = {
  ...{ n: 17, name: 'stack-preview' },
  what: 'preview of a whole LEMP stack on a server that has nothing of it, vs one ssh running the same checks',
  goals: [{ of: 'preview', to: 'one ssh', at: 0.5, better: 'less', limit: 3 }],
  async run(context) {
    const bench = await context.product();
    const stack = await lempStack(bench);
    const lab = await openTestLab('lemp');
    try {
      const [server] = await lab.up(1);
      if (!server) throw new Error('The lab gave no server');
      const serverId = await registerServer(bench, server);
      const plans = await stack.checkedPlans(serverId);
      const checks = plans.flatMap(({ milestones, libraries }) =>
        milestones.flatMap(({ states }) =>
          states.flatMap(({ check }) => (check ? [completeScript(libraries, check)] : [])),
        ),
      );
      const script = checks.map((check) => `(\n${check}\n) >/dev/null 2>&1 </dev/null`).join('\n');
      const master = await controlMaster(server);
      try {
        const series = await interleave(
          {
            preview: () => stack.preview(serverId),
            'one ssh': async () => void (await master.run('sh; true', { input: script })),
          },
          { rounds: context.rounds(ROUNDS) },
        );
        return { series, notes: [`${checks.length} checks in ${plans.length} plans.`] };
      } finally {
        await master.close();
      }
    } finally {
      await lab.down();
    }
  },
};
