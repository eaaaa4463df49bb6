import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { transaction } from '@milepost/db/client';
import type { Transaction } from '@milepost/db/client';
import { recordPlanSignature } from '@milepost/db/operations/lifecycle/plan-signature';
import { submitOperation } from '@milepost/db/operations/lifecycle/submit-operation';
import { PLAN_FORMAT } from '@milepost/contract/plan';
import type { Plan, PlannedState } from '@milepost/contract/plan';
import type { OperationKind } from '@milepost/contract/operation-kinds';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';
import type { BenchProduct } from './product';

const POLL_MS = 250; // a run is timed by its rows, and asking costs what it measures

/** Submits an operation of this plan on a server, as the API does. Answers its id. */
export function submit(
  { db, signer }: BenchProduct,
  { plan, serverId }: { plan: Plan; serverId: string },
): Promise<string> {
  return transaction(db, async (tx) => {
    const operationId = await submitIn(tx, { plan, serverId });
    const mac = signer.sign({ operationId, serverId, planHash: planHash(plan) });
    await recordPlanSignature(tx, { operationId, mac });
    return operationId;
  });
}

/** The same within a transaction. */
export async function submitIn(
  tx: Transaction,
  { plan, serverId }: { plan: Plan; serverId: string },
): Promise<string> {
  const id = randomUUID();
  const { package: packageId, format, title, milestones } = plan;
  const kind = plan.kind as OperationKind; // the only ones that rows can hold
  await submitOperation(tx, {
    ...{ id, kind, packageId, title, serverId, input: {}, sealedSecrets: null, requestedBy: 'bench' },
    plan: {
      ...{ hash: planHash(plan), format, body: plan },
      milestones: milestones.map(({ states, ...named }) => ({ ...named, states: states.length })),
    },
  });
  return id;
}

/** Waits until all have completed; throws when one ends otherwise. Answers the milliseconds from the first submitted to the last ended, as the rows say. */
export async function completed({ db }: BenchProduct, ids: readonly string[]): Promise<number> {
  for (;;) {
    const rows = await db.operation.findMany({
      where: { id: { in: [...ids] } },
      select: { status: true, requestedAt: true, endedAt: true },
    });
    const bad = rows.find(({ status }) => ['failed', 'canceled', 'awaiting_decision'].includes(status));
    if (bad) throw new Error(`An operation became ${bad.status}`);
    const ends = rows.map(({ endedAt }) => Number(endedAt));
    if (rows.every(({ status }) => status === 'completed'))
      return Math.max(...ends) - Math.min(...rows.map(({ requestedAt }) => Number(requestedAt)));
    await sleep(POLL_MS);
  }
}

/** When each milestone ended, in order. */
export async function milestoneEnds({ db }: BenchProduct, operationId: string): Promise<Date[]> {
  const rows = await db.milestone.findMany({ where: { operationId }, orderBy: { n: 'asc' } });
  return rows.flatMap(({ endedAt }) => (endedAt ? [endedAt] : []));
}

/** A plan of so many milestones, each with the states that `statesOf` gives. */
export function planOf(count: number, statesOf: (n: number) => PlannedState[], packageId = 'bench'): Plan {
  return {
    ...{ format: PLAN_FORMAT, package: packageId, title: 'Install Bench', kind: 'install' },
    milestones: Array.from({ length: count }, (_, n) => ({
      ...{ id: `step_${n + 1}`, label: `Step ${n + 1}`, credential: 'root', transient: [] },
      states: statesOf(n),
    })),
    record: { configuration: {}, version: null },
  };
}

/** A state without secrets; without a check it is always applied. */
export function stateOf(id: string, { check, apply }: { check?: string; apply: string }): PlannedState {
  const script = (text: string) => ({ script: text, secrets: [], display: text });
  return {
    ...{ id, label: id, check: check === undefined ? null : script(check), apply: script(apply) },
    ...{ verify: null, capture: null, undo: null, idempotent: true },
    ...(check === undefined && { noCheckReason: 'It is measured.' }),
  };
}
