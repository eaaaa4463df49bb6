import type { PlanPreview } from '@milepost/api/package-views';
import type { Plan } from '@milepost/contract/plan';
import { completeScript } from '@milepost/packages-core/dsl/plan/stored-libraries';
import { interleave } from '../measure/interleave';
import { controlMaster } from '../peers/control-master';
import type { Row } from '../row';

const ROUNDS = 40;

export const planPreview: Row = {
  ...{ n: 14, name: 'plan-preview' },
  what: "preview of nginx's plan of 6 milestones, through the API, vs one ssh running the same checks",
  goals: [{ of: 'preview', to: 'one ssh', at: 0.5, better: 'less', limit: 3 }],
  async run(context) {
    const { db, serverId, server, session } = await context.product();
    const { call } = await session();
    const preview = () => call<PlanPreview>('packages.preview', { serverId, packageId: 'nginx', input: {} });
    await preview();
    const { body } = await db.plan.findFirstOrThrow({
      where: { body: { path: ['package'], equals: 'nginx' } },
    });
    const { milestones, libraries } = body as unknown as Plan;
    const checks = milestones.flatMap(({ states }) =>
      states.flatMap(({ check }) => (check ? [completeScript(libraries, check)] : [])),
    );
    const script = checks.map((check) => `(\n${check}\n) >/dev/null 2>&1 </dev/null`).join('\n');
    const master = await controlMaster(server);
    try {
      const series = await interleave(
        {
          preview: async () => {
            const { problem } = await preview();
            if (problem) throw new Error(problem);
          },
          'one ssh': async () => void (await master.run('sh; true', { input: script })),
        },
        { rounds: context.rounds(ROUNDS) },
      );
      return { series, notes: [`${milestones.length} milestones, ${checks.length} checks.`] };
    } finally {
      await master.close();
    }
  },
};
