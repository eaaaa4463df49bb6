import { randomUUID } from 'node:crypto';
import type { PlanPreview } from '@milepost/api/package-views';
import { openTestLab } from '@milepost/lab/test-lab';
import type { LabServer } from '@milepost/lab/server/server';
import type { Plan } from '@milepost/contract/plan';
import { completeScript } from '@milepost/packages-core/dsl/plan/stored-libraries';
import { completed } from '../context/operations';
import type { BenchProduct } from '../context/product';
import { registerServer } from '../context/register-server';
import { controlMaster } from '../peers/control-master';
import type { Row } from '../row';

const ROUNDS = 3;
const NGINX = { packageId: 'nginx', input: {} };

export const freshNginx: Row = {
  ...{ n: 4, name: 'fresh-nginx' },
  what: 'nginx on a fresh server, button to active, vs the same commands as one script by ssh',
  goals: [{ of: 'ours', to: 'one script', at: 0.5, better: 'less', limit: 1.15 }],
  async run(context) {
    const bench = await context.product();
    const ours: number[] = [];
    const script: number[] = [];
    for (let round = 0; round < context.rounds(ROUNDS); round++) {
      const lab = await openTestLab('fresh');
      try {
        const [first, second] = await lab.up(2);
        if (!first || !second) throw new Error('The lab gave no servers');
        const [a, b] = round % 2 === 0 ? [first, second] : [second, first];
        const { ms, plan } = await install(bench, a);
        ours.push(ms);
        script.push(await runScript(b, plan));
      } finally {
        await lab.down();
      }
    }
    return {
      series: [
        { name: 'ours', unit: 'ms', samples: ours },
        { name: 'one script', unit: 'ms', samples: script },
      ],
      notes: [
        "The script: the plan's own apply commands, without checks and proofs, over an open connection.",
      ],
    };
  },
};

/** From the press of the button until the operation has completed. */
async function install(bench: BenchProduct, server: LabServer): Promise<{ ms: number; plan: Plan }> {
  const { call } = await bench.session();
  const form = { ...NGINX, serverId: await registerServer(bench, server) };
  const { hash: planHash } = await call<PlanPreview>('packages.preview', form);
  const operationId = randomUUID();
  const began = performance.now();
  await call('packages.install', { ...form, operationId, planHash });
  await completed(bench, [operationId]);
  const ms = performance.now() - began;
  const { body } = await bench.db.plan.findUniqueOrThrow({ where: { hash: planHash } });
  return { ms, plan: body as unknown as Plan };
}

async function runScript(server: LabServer, { milestones, libraries }: Plan): Promise<number> {
  const applies = milestones.flatMap(({ states }) =>
    states.map(({ apply }) => completeScript(libraries, apply)),
  );
  const script = applies.map((apply) => `(\n${apply}\n) >/dev/null </dev/null || exit 1`).join('\n');
  const master = await controlMaster(server);
  try {
    const began = performance.now();
    await master.run('DEBIAN_FRONTEND=noninteractive sh', { input: script });
    return performance.now() - began;
  } finally {
    await master.close();
  }
}
