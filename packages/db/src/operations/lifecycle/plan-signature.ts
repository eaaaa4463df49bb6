import type { ServerFacts } from '@milepost/contract/facts';
import type { Plan, SignedPlan } from '@milepost/contract/plan';
import type { Transaction } from '../../client';
import type { JsonObject } from '../../kysely/column-values';
import { storePlan } from '../../plans/stored-plan';

/** What the worker compiles an operation's plan from. */
export interface PlanRequest {
  /** The public part of the input. */
  input: JsonObject;
  /** What its installation was before it. */
  installation: {
    begunInput: JsonObject | null;
    completedInput: JsonObject | null;
    version: string | null;
  };
  /** What it lives in. */
  parentId: string | null;
  /** The facts of its server as a worker read them; null where none has. */
  facts: ServerFacts | null;
  server: { name: string; address: string; port: number };
  /** Of what the plan's preview found, as the person saw it; null where nobody looked. */
  shownObservations: string | null;
}

export async function readPlanRequest(tx: Transaction, operationId: string): Promise<PlanRequest> {
  const row = await tx.kysely
    .selectFrom('operations as o')
    .innerJoin('servers as s', 's.id', 'o.serverId')
    .innerJoin('installations as i', 'i.id', 'o.installationId')
    .select(['o.input', 'o.shownObservations', 's.facts', 's.name', 's.address', 's.port'])
    .select(['i.parentId', 'i.begunInput', 'i.completedInput', 'i.version'])
    .where('o.id', '=', operationId)
    .executeTakeFirstOrThrow();
  const { input, facts, parentId, shownObservations, name, address, port, ...installation } = row;
  return { input, facts, parentId, shownObservations, server: { name, address, port }, installation };
}

/** Stores that a worker compiled the operation's plan itself. */
export async function recordPlanSignature(
  tx: Transaction,
  { operationId, mac }: { operationId: string; mac: Uint8Array<ArrayBuffer> },
): Promise<void> {
  await tx.kysely.updateTable('operations').set({ planMac: mac }).where('id', '=', operationId).execute();
}

interface ListedOperation {
  operationId: string;
  serverId: string;
  planHash: string;
  body: Plan;
}

/**
 * Signs what an upgrade left without a signature: exactly the operations that its migration listed, with the plans they had then. A plan
 * that an earlier upgrade has rewritten is stored under the hash that it has now. Returns how many. Two workers at once share the work.
 */
export async function signListedOperations(
  tx: Transaction,
  { sign, hashOf }: { sign: (plan: SignedPlan) => Uint8Array<ArrayBuffer>; hashOf: (plan: Plan) => string },
): Promise<number> {
  const listed = await tx.kysely
    .deleteFrom('unsignedOperations as u')
    .using(['operations as o', 'plans as p'])
    .whereRef('o.id', '=', 'u.operationId')
    .whereRef('o.planHash', '=', 'u.planHash')
    .whereRef('p.hash', '=', 'u.planHash')
    .where('o.planMac', 'is', null)
    .returning(['o.id as operationId', 'o.serverId', 'p.hash as planHash', 'p.body'])
    .execute();
  for (const { body, ...operation } of listed) {
    const planHash = hashOf(body);
    if (planHash !== operation.planHash) await renamePlan(tx, { ...operation, body, newHash: planHash });
    const mac = sign({ ...operation, planHash });
    await recordPlanSignature(tx, { operationId: operation.operationId, mac });
  }
  return listed.length;
}

async function renamePlan(
  tx: Transaction,
  { operationId, body, newHash }: ListedOperation & { newHash: string },
): Promise<void> {
  await storePlan(tx, { plan: body, hash: newHash });
  await tx.kysely
    .updateTable('operations')
    .set({ planHash: newHash, shownHash: newHash })
    .where('id', '=', operationId)
    .execute();
}
