import { randomUUID } from 'node:crypto';
import type { OperationKind } from '@milepost/contract/operation-kinds';
import type { Plan } from '@milepost/contract/plan';
import type { ServerFacts } from '@milepost/contract/facts';
import { transaction } from '@milepost/db/client';
import { createPlanCheck } from '@milepost/db/plan-checks/plan-check';
import { submitOperation } from '@milepost/db/operations/lifecycle/submit-operation';
import { openLab } from '@milepost/lab/lab';
import ufw from '@milepost/packages-core/definitions/security/ufw';
import rule from '@milepost/packages-core/definitions/security/ufw-rule';
import type { PackageDefinition } from '@milepost/packages-core/dsl/define-package';
import { installationTitle, instanceKey } from '@milepost/packages-core/dsl/package/instance';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { catalogPlan } from '../harness/catalog-plan';
import { WorkerHarness } from '../harness/worker-harness';

const server = openLab(inject('lab')).server(1);
const MINUTES = 60_000;

let harness: WorkerHarness;
let serverId: string;
let facts: ServerFacts;
/** The address of this machine, as the server sees it. */
let own: string;
beforeAll(async () => {
  const [first] = inject('labServers');
  harness = await WorkerHarness.create();
  await harness.startWorker().ready;
  ({ serverId, facts } = await harness.join(first!));
  own = (await server.ssh('echo "${SSH_CONNECTION%% *}"')).stdout.trim();
});
afterAll(() => harness.close());

interface Asked {
  definition: PackageDefinition;
  input?: Record<string, unknown>;
  kind?: OperationKind;
  installationId?: string;
  parentId?: string;
}

/** The plan as a person sees it once a worker has read the server, with what blocks it. */
async function preview({ definition, input = {}, installationId, parentId }: Asked) {
  const id = randomUUID();
  const { plan, publicInput } = catalogPlan({ packageId: definition.id, kind: 'install', input, facts });
  await createPlanCheck(harness.db, {
    ...{ id, serverId, packageId: definition.id, kind: 'install', input: publicInput },
    ...{ planHash: planHash(plan), sealedSecrets: null },
    ...(installationId !== undefined && { installationId }),
    ...(parentId !== undefined && { parentId }),
  });
  const answer = await harness.inspect({ kind: 'preview', checkId: id });
  if (answer.kind !== 'preview') throw new Error(JSON.stringify(answer));
  const findings = answer.milestones.flatMap(({ states }) => states.flatMap((state) => state.findings ?? []));
  const { compiledHash } = await harness.db.planCheck.findUniqueOrThrow({ where: { id } });
  const shown = await planOf(compiledHash!);
  return { shown, blocked: findings.flatMap(({ kind, sentence }) => (kind === 'blocked' ? [sentence] : [])) };
}

async function planOf(hash: string): Promise<Plan> {
  const { body } = await harness.db.plan.findUniqueOrThrow({ where: { hash } });
  return body as unknown as Plan;
}
const labelsOf = (plan: Plan) => plan.milestones.flatMap(({ states }) => states.map(({ label }) => label));

/** Submits what was shown. Returns the operation's id. */
async function submit(shown: Plan, { definition, input = {}, installationId, parentId = undefined }: Asked) {
  const id = randomUUID();
  const { publicInput } = catalogPlan({ packageId: definition.id, kind: 'install', input, facts });
  const installation =
    installationId === undefined
      ? {
          ...{ key: instanceKey(definition, publicInput), title: installationTitle(definition, publicInput) },
          parentId: parentId ?? null,
        }
      : { id: installationId };
  const milestones = shown.milestones.map(({ states, ...one }) => ({ ...one, states: states.length }));
  await transaction(harness.db, (tx) =>
    submitOperation(tx, {
      ...{ id, kind: 'install', packageId: definition.id, serverId, input: publicInput, installation },
      ...{ title: shown.title, plan: { hash: planHash(shown), milestones } },
      ...{ sealedSecrets: null, requestedBy: 'ada' },
    }),
  );
  return id;
}

const installed = async (definition: PackageDefinition) =>
  (
    await harness.db.installation.findFirstOrThrow({
      where: { serverId, packageId: definition.id, uninstalledAt: null },
    })
  ).id;
const rules = async () => (await server.exec('ufw show added | tail -n +2')).stdout.trim();
const shutOut = () => `This would shut out the console, which comes from ${own} to port 22`;

test('UFW is installed by the plan that was shown, and a rule in it', { timeout: 5 * MINUTES }, async () => {
  const firewall = await preview({ definition: ufw });
  expect(firewall.blocked).toEqual([]);
  expect(labelsOf(firewall.shown)).toContain('The firewall has the rule allow 22/tcp');
  const id = await submit(firewall.shown, { definition: ufw });
  expect(await harness.ended(id, 200)).toMatchObject({ status: 'completed' });

  const web = { definition: rule, input: { port: '443' }, parentId: await installed(ufw) };
  const { shown, blocked } = await preview(web);
  expect([shown.title, blocked]).toEqual(['Add rule 443/tcp', []]);
  expect(await harness.ended(await submit(shown, web))).toMatchObject({ status: 'completed' });
  expect(await rules()).toBe(
    "ufw allow 22/tcp comment 'SSH, by Milepost'\nufw allow 443/tcp comment 'Milepost'",
  );
});

describe('a firewall that would shut the console out', () => {
  test(
    'is refused in the preview, and where it is submitted all the same',
    { timeout: 3 * MINUTES },
    async () => {
      const before = await rules();
      const asked = {
        ...{ definition: rule, parentId: await installed(ufw) },
        input: { action: 'deny', port: '22', source: own, first: true },
      };
      const { shown, blocked } = await preview(asked);
      expect(blocked).toEqual([`${shutOut()}: the first rule about it is “deny 22/tcp from ${own}”.`]);
      const id = await submit(shown, asked);
      await harness.awaitingDecision(id);
      expect(await harness.output(id, 1)).toContain(shutOut());
      expect(await harness.giveUp(id)).toMatchObject({ status: 'failed' });
      expect(await rules()).toBe(before);
    },
  );

  test(
    'is refused under the lock, where the server has changed since',
    { timeout: 3 * MINUTES },
    async () => {
      const office = `allow from ${own} to any port 22 proto tcp`;
      await server.exec(`ufw ${office}`);
      const asked = { definition: ufw, input: { ssh: 'rules' }, installationId: await installed(ufw) };
      const { shown, blocked } = await preview(asked);
      expect(blocked).toEqual([]);
      expect(labelsOf(shown)).toContain('Milepost’s firewall rule allow 22/tcp is deleted');

      await server.exec(`ufw delete ${office}`);
      const before = await rules();
      const id = await submit(shown, asked);
      await harness.awaitingDecision(id);
      const { conclusion } = await harness.db.operation.findUniqueOrThrow({ where: { id } });
      expect(conclusion).toMatchObject({ code: 'plan_changed' });
      const now = await planOf((conclusion as { planHash: string }).planHash);
      expect(labelsOf(now)[0]).toContain(`Not possible: ${shutOut()}: no rule lets it in`);
      expect(await harness.giveUp(id)).toMatchObject({ status: 'failed' });
      expect(await rules()).toBe(before);
    },
  );
});
