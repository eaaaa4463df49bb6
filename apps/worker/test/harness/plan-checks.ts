import { randomUUID } from 'node:crypto';
import { createPlanCheck } from '@milepost/db/plan-checks/plan-check';
import type { ServerFacts } from '@milepost/contract/facts';
import type { InspectionResult } from '@milepost/contract/inspection-workflow';
import { previewContext } from '@milepost/packages-core/credentials/contexts';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';
import { catalogPlan } from './catalog-plan';
import type { WorkerHarness } from './worker-harness';

export interface Previewed {
  serverId: string;
  /** What the server's row says. */
  facts: ServerFacts;
  packageId: string;
  kind: 'install' | 'uninstall';
  /** As a form gives it; the defaults when left out. */
  input?: object;
}

/** Has the worker check the plan of a package in the catalog, as the API does for a form. */
export async function previewOn(harness: WorkerHarness, wanted: Previewed): Promise<InspectionResult> {
  return harness.inspect({ kind: 'preview', checkId: await createCheck(harness, wanted) });
}

/** The row of such a check. Returns its id. */
export async function createCheck(harness: WorkerHarness, wanted: Previewed): Promise<string> {
  const { serverId, facts, packageId, kind, input = {} } = wanted;
  const { plan, publicInput, secrets } = catalogPlan({ packageId, kind, input, facts });
  const server = await harness.db.server.update({ where: { id: serverId }, data: { facts: { ...facts } } });
  const hash = planHash(plan);
  const sealedSecrets =
    Object.keys(secrets).length > 0 ? await harness.sealSecrets(secrets, previewContext(hash, server)) : null;
  const id = randomUUID();
  await createPlanCheck(harness.db, {
    ...{ id, serverId, packageId, kind, input: publicInput, planHash: hash, sealedSecrets },
  });
  return id;
}
