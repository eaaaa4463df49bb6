import type { Plan } from '@milepost/contract/plan';
import { completeScript } from '@milepost/packages-core/dsl/plan/stored-libraries';
import type { LabServer } from '@milepost/lab/server/server';
import { openTestLab } from '@milepost/lab/test-lab';
import type { Context } from '../context/context';
import type { LempStack } from '../context/lemp-stack';
import { lempStack, USER_BY_HAND } from '../context/lemp-stack';
import { completed, submit } from '../context/operations';
import type { BenchProduct } from '../context/product';
import { registerServer } from '../context/register-server';
import { interleave } from '../measure/interleave';
import { controlMaster } from '../peers/control-master';
import type { FileChange } from '../peers/fleet';
import { createFleet } from '../peers/fleet';
import { pythonPeers } from '../peers/python-peers';
import type { Measured, Row } from '../row';

const ROUNDS = 3;
const PYTHON =
  'command -v python3 >/dev/null || { apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install python3; }';

export const freshLemp: Row = {
  ...{ n: 17, name: 'fresh-lemp' },
  what: 'nginx, PHP, MariaDB with a database and a user, and a firewall on a fresh server, vs the same commands as one script by ssh',
  goals: [{ of: 'ours', to: 'one script', at: 0.5, better: 'less', limit: 1.1 }],
  async run(context) {
    const bench = await context.product();
    const stack = await lempStack(bench);
    const ours: number[] = [];
    const script: number[] = [];
    for (let round = 0; round < context.rounds(ROUNDS); round++) {
      const lab = await openTestLab('lemp');
      try {
        const [first, second] = await lab.up(2);
        if (!first || !second) throw new Error('The lab gave no servers');
        const [a, b] = round % 2 === 0 ? [first, second] : [second, first];
        const serverId = await registerServer(bench, a);
        ours.push(await stack.run(serverId));
        script.push(await runScript(b, await stack.plans(serverId)));
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
        "The script: the plans' own apply commands, each once, without checks and proofs, over an open connection.",
      ],
    };
  },
};

async function runScript(server: LabServer, plans: readonly Plan[]): Promise<number> {
  const applies = plans.flatMap(({ milestones, libraries }) =>
    milestones.flatMap(({ states }) => states.map(({ apply }) => completeScript(libraries, apply))),
  );
  // Package lists are refreshed once.
  const each = [...new Set(applies)].map((apply) => `(\n${apply}\n) >/dev/null </dev/null || exit 1`);
  const master = await controlMaster(server);
  try {
    const began = performance.now();
    await master.run('DEBIAN_FRONTEND=noninteractive sh', { input: [...each, USER_BY_HAND].join('\n') });
    return performance.now() - began;
  } finally {
    await master.close();
  }
}

export const settledLemp: Row = {
  ...{ n: 18, name: 'settled-lemp' },
  what: 'the same again with everything in place, an operation for each package',
  goals: [
    { of: 'ours', to: 'pyinfra', at: 0.5, better: 'less', limit: 0.3 },
    { of: 'ours', to: 'ansible', at: 0.5, better: 'less', limit: 0.03 },
  ],
  run: (context) =>
    onServer(context, async ({ bench, stack, server, serverId }) => {
      await stack.run(serverId);
      const plans = await stack.plans(serverId);
      const changes = plans.flatMap(checkedStates);
      const peers = await pythonPeers();
      const fleet = 'bin' in peers ? await createFleet(peers.bin, [server]) : null;
      const master = await controlMaster(server);
      try {
        await master.run(PYTHON);
        const ours = async () =>
          completed(bench, await Promise.all(plans.map((plan) => submit(bench, { plan, serverId }))));
        const others = fleet && {
          pyinfra: () => fleet.run('pyinfra', changes),
          ansible: () => fleet.run('ansible', changes),
        };
        const series = await interleave({ ours, ...others }, { rounds: context.rounds(5) });
        const missing = 'missing' in peers ? [peers.missing] : [];
        return { series, notes: [`${changes.length} states in ${plans.length} operations.`, ...missing] };
      } finally {
        await master.close();
        await fleet?.close();
      }
    }),
};

export const stackPreview: Row = {
  ...{ n: 19, name: 'stack-preview' },
  what: 'preview of that stack on a server that has nothing of it, vs one ssh running the same checks',
  goals: [{ of: 'preview', to: 'one ssh', at: 0.5, better: 'less', limit: 3 }],
  run: (context) =>
    onServer(context, async ({ stack, server, serverId }) => {
      await stack.preview(serverId);
      const plans = await stack.checkedPlans(serverId);
      const checks = plans
        .flatMap(checkedStates)
        .map(({ check }) => `(\n${check}\n) >/dev/null 2>&1 </dev/null`);
      const master = await controlMaster(server);
      try {
        const series = await interleave(
          {
            preview: () => stack.preview(serverId),
            'one ssh': async () => void (await master.run('sh; true', { input: checks.join('\n') })),
          },
          { rounds: context.rounds(10) },
        );
        return { series, notes: [`${checks.length} checks in ${plans.length} plans.`] };
      } finally {
        await master.close();
      }
    }),
};

interface OnServer {
  bench: BenchProduct;
  stack: LempStack;
  server: LabServer;
  serverId: string;
}

/** A server of its own, with the stack saved in the console. */
async function onServer(context: Context, measure: (on: OnServer) => Promise<Measured>): Promise<Measured> {
  const bench = await context.product();
  const stack = await lempStack(bench);
  const lab = await openTestLab('lemp');
  try {
    const [server] = await lab.up(1);
    if (!server) throw new Error('The lab gave no server');
    return await measure({ bench, stack, server, serverId: await registerServer(bench, server) });
  } finally {
    await lab.down();
  }
}

/** What can be checked. Ansible takes braces for its own. */
const checkedStates = ({ milestones, libraries, title }: Plan): FileChange[] =>
  milestones.flatMap(({ states }) =>
    states.flatMap(({ id, check, apply }) =>
      check
        ? [
            {
              name: `${title} ${id}`,
              check: completeScript(libraries, check),
              apply: completeScript(libraries, apply),
            },
          ]
        : [],
    ),
  );
