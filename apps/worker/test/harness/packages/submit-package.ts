import { randomUUID } from 'node:crypto';
import type { ServerFacts } from '@milepost/contract/facts';
import type { OperationKind } from '@milepost/contract/operation-kinds';
import { transaction } from '@milepost/db/client';
import { submitOperation } from '@milepost/db/operations/lifecycle/submit-operation';
import { compileStored } from '@milepost/packages-core/dsl/compile-stored';
import type { StoredInstallation } from '@milepost/packages-core/dsl/compile-stored';
import type { PackageDefinition } from '@milepost/packages-core/dsl/define-package';
import { installationTitle, instanceKey } from '@milepost/packages-core/dsl/package/instance';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';
import type { WorkerHarness } from '../worker-harness';

export interface SubmittedPackage {
  definition: PackageDefinition;
  kind: OperationKind;
  /** The public part: that of an install, or what the operation asks. */
  input?: Record<string, unknown>;
  serverId: string;
  /** The installation; left out for a first install. */
  installationId?: string;
  /** What a first install lives in. */
  parentId?: string;
}

/** Submits an operation as the console does: a worker accepts it, and compiles its plan from its own catalog. Returns its id. */
export async function submitPackage(harness: WorkerHarness, asked: SubmittedPackage): Promise<string> {
  const { definition, kind, input = {}, serverId, installationId, parentId = null } = asked;
  const { db } = harness;
  const id = randomUUID();
  const server = await db.server.findUniqueOrThrow({ where: { id: serverId } });
  const facts = server.facts as unknown as ServerFacts;
  const installation =
    installationId === undefined ? null : await storedInstallation(harness, installationId);
  const compiled = compileStored({ definition, kind, input, installation, facts });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
  const { plan } = compiled;
  const target =
    installationId === undefined
      ? { key: instanceKey(definition, input), title: installationTitle(definition, input), parentId }
      : { id: installationId };
  await transaction(db, (tx) =>
    submitOperation(tx, {
      ...{ id, kind, packageId: definition.id, serverId, input, installation: target },
      title: `${plan.title} on ${server.name}`,
      plan: {
        hash: planHash(plan),
        milestones: plan.milestones.map(({ states, ...one }) => ({ ...one, states: states.length })),
      },
      ...{ sealedSecrets: null, requestedBy: 'ada' },
    }),
  );
  return id;
}

async function storedInstallation({ db }: WorkerHarness, id: string): Promise<StoredInstallation> {
  const { begunInput, completedInput, version } = await db.installation.findUniqueOrThrow({ where: { id } });
  const record = (value: unknown) => value as StoredInstallation['begunInput'];
  return { begunInput: record(begunInput), completedInput: record(completedInput), version };
}
