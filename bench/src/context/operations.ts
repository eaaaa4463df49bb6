import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { transaction } from '@milepost/db/client';
import type { Transaction } from '@milepost/db/client';
import { submitWithPlan } from '@milepost/db/testing/submit-with-plan';
import { PLAN_FORMAT } from '@milepost/contract/plan';
import type { Plan, PlannedState } from '@milepost/contract/plan';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';
import type { BenchProduct } from './product';

const POLL_MS = 250; // a run is timed by its rows, and asking costs what it measures

/** Submits an operation of this plan on a server, as the API does. Answers its id. */
export function submit(
  { db, signer }: BenchProduct,
  { plan, serverId }: { plan: Plan; serverId: string },
): Promise<string> {
  return transaction(db, (tx) =>
    submitIn(tx, {
      ...{ plan, serverId },
      sign: (operationId) => signer.sign({ operationId, serverId, planHash: planHash(plan) }),
    }),
  );
}

interface SubmitIn {
  plan: Plan;
  serverId: string;
  /** Left out where it is not run. */
  sign?: (operationId: string) => Uint8Array<ArrayBuffer>;
}

/** The same within a transaction. */
export async function submitIn(tx: Transaction, { plan, serverId, sign }: SubmitIn): Promise<string> {
  const id = randomUUID();
  const { kind, package: packageId, format, title, milestones } = plan;
  await submitWithPlan(tx, {
    ...{ id, kind, packageId, title, serverId, input: {}, sealedSecrets: null, requestedBy: 'bench' },
    plan: {
      ...{ hash: planHash(plan), format, body: plan },
      milestones: milestones.map(({ states, ...named }) => ({ ...named, states: states.length })),
    },
    ...(sign && { planMac: sign(id) }),
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
