import type { Plan } from '@milepost/contract/plan';
import type { Transaction } from '@milepost/db/client';
import type { LockedOperation } from '@milepost/db/operations/lock-operation';
import { readPlanRequest } from '@milepost/db/operations/lifecycle/plan-signature';
import { readObservations, storeObservations } from '@milepost/db/plans/observations';
import { areSame, observationsHash } from '../plans/observed-states';
import type { ServerReadings, WantedReadings } from '../plans/server-readings';

interface Comparing {
  operation: LockedOperation;
  compiled: { plan: Plan; hash: string };
  readings: ServerReadings;
}

type Compared = { kind: 'wanted'; wanted: WantedReadings } | { kind: 'changed'; to: string };

/** Compares what the plan would find on the server with what its preview showed; null where that is the same, or nothing was shown. */
export async function compareObservations(
  tx: Transaction,
  { operation, compiled: { plan, hash: planHash }, readings: { observed } }: Comparing,
): Promise<Compared | null> {
  const { shownObservations: shown } = await readPlanRequest(tx, operation.id);
  if (shown === null || shown === NOTHING_OBSERVED) return null;
  if (observed?.planHash !== planHash)
    return { kind: 'wanted', wanted: { kind: 'observations', plan, planHash } };
  const hash = observationsHash(observed.states);
  if (hash === shown) return null;
  const before = await readObservations(tx, shown);
  if (before !== null && areSame(before, observed.states)) return null;
  await storeObservations(tx, { observed: observed.states, hash });
  return { kind: 'changed', to: hash };
}

/** Everything was in place, or nothing of the plan observes the server. */
const NOTHING_OBSERVED = observationsHash([]);
