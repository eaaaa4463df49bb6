import { randomUUID } from 'node:crypto';
import type { StackStepPreview } from '@milepost/api/stack-views';
import type { Plan } from '@milepost/contract/plan';
import type { StackStep } from '@milepost/contract/stack';
import { createTRPCUntypedClient, httpBatchStreamLink } from '@trpc/client';
import type { BenchProduct } from './product';

/** nginx, PHP-FPM, MariaDB with a database and a user, and a firewall that lets in the web. */
const STEPS = [
  { packageId: 'nginx', input: {} },
  {
    packageId: 'php_fpm',
    input: { version: '8.2', extensions: ['curl', 'mbstring', 'mysql', 'xml', 'zip'] },
  },
  { packageId: 'mariadb', input: {} },
  { packageId: 'mariadb_database', input: { name: 'shop' }, parent: 3 },
  { packageId: 'mariadb_user', input: { name: 'shop', databases: ['shop'] }, parent: 3 },
  { packageId: 'ufw', input: {} },
  { packageId: 'ufw_rule', input: { port: '80' }, parent: 6 },
] satisfies StackStep[];
/** What the run asks: the user's password. */
const GIVEN = { '5': { password: 'a-password-of-the-bench-1' } };

export interface LempStack {
  /** The plans that a preview checks on the server; not what depends on earlier steps. */
  checkedPlans(serverId: string): Promise<Plan[]>;
  /** Milliseconds until all plans have been checked on the server. */
  preview(serverId: string): Promise<number>;
}

/** The stack as a person saves it, and what a browser does with it. */
export async function lempStack(bench: BenchProduct): Promise<LempStack> {
  const { cookie, url } = await bench.session();
  const stackId = randomUUID();
  await bench.db.stack.create({
    data: {
      ...{ id: stackId, name: `LEMP ${stackId.slice(0, 8)}`, createdBy: 'bench' },
      steps: STEPS,
    },
  });
  const link = httpBatchStreamLink({
    ...{ url: `${url}/api/trpc`, methodOverride: 'POST', maxItems: 1 },
    headers: { cookie, origin: url },
  });
  const client = createTRPCUntypedClient({ links: [link] });
  const asked = (serverId: string) => ({ runId: randomUUID(), stackId, serverId, given: GIVEN });

  async function previews(request: object): Promise<StackStepPreview[]> {
    const last = new Map<number, StackStepPreview>();
    const stream = (await client.query('stacks.followPreview', request)) as AsyncIterable<StackStepPreview>;
    for await (const step of stream) last.set(step.n, step);
    const all = [...last.values()].sort((a, b) => a.n - b.n);
    const problem = all.find(({ preview }) => preview.problem !== null)?.preview.problem;
    if (problem) throw new Error(problem);
    return all;
  }

  return {
    async preview(serverId) {
      const began = performance.now();
      await previews(asked(serverId));
      return performance.now() - began;
    },
    async checkedPlans(serverId) {
      const steps = (await previews(asked(serverId))).filter((step) => step.is === 'checked');
      return Promise.all(steps.map(({ preview }) => planOf(bench, preview.hash)));
    },
  };
}

async function planOf({ db }: BenchProduct, hash: string): Promise<Plan> {
  const { body } = await db.plan.findUniqueOrThrow({ where: { hash } });
  return body as unknown as Plan;
}
