import { randomUUID } from 'node:crypto';
import type { ServerFacts } from '@milepost/contract/facts';
import type { OperationKind } from '@milepost/contract/operation-kinds';
import { transaction } from '@milepost/db/client';
import { readRelations } from '@milepost/db/operations/installations/relations';
import { submitOperation } from '@milepost/db/operations/lifecycle/submit-operation';
import { compileStored } from '@milepost/packages-core/dsl/compile-stored';
import type { StoredInstallation } from '@milepost/packages-core/dsl/compile-stored';
import type { PackageDefinition } from '@milepost/packages-core/dsl/define-package';
import { installationTitle, instanceKey } from '@milepost/packages-core/dsl/package/instance';
import { resolveStored } from '@milepost/packages-core/dsl/resolve-stored';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';
import { definitions as besides } from './catalog';
import { definitions as kinds } from './kinds';
import type { WorkerHarness } from '../worker-harness';

/** What workers of tests know. */
const KNOWN = [...besides, ...kinds];

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
  const others = await readRelations(db, { serverId, exceptId: installationId ?? null });
  const resolved = resolveStored(
    {
      definition,
      kind,
      input,
      installation,
      facts,
      others,
      server,
      parentId: parentId ?? (await parentOf(harness, installationId)),
    },
    (packageId) => KNOWN.find(({ id }) => id === packageId),
  );
  if (!resolved.ok) throw new Error(`${definition.id} needs ${JSON.stringify(resolved.missing)}`);
  const compiled = compileStored(resolved.stored);
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

async function parentOf({ db }: WorkerHarness, id: string | undefined): Promise<string | null> {
  if (id === undefined) return null;
  return (await db.installation.findUniqueOrThrow({ where: { id } })).parentId;
}

async function storedInstallation({ db }: WorkerHarness, id: string): Promise<StoredInstallation> {
  const { begunInput, completedInput, version } = await db.installation.findUniqueOrThrow({ where: { id } });
  const record = (value: unknown) => value as StoredInstallation['begunInput'];
  return { begunInput: record(begunInput), completedInput: record(completedInput), version };
}
