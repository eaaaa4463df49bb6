import type { Conclusion } from '@milepost/contract/conclusion';
import type { Plan, PlannedState } from '@milepost/contract/plan';
import type { Database } from '@milepost/db/client';
import { readStoredPlan } from '@milepost/db/plans/stored-plan';
import { readObservations } from '@milepost/db/plans/observations';
import { requestError } from '../../errors/request-error';
import type { PlanChange } from '../../views/output-views';
import { observationDifferences } from './observation-differences';

/**
 * What differs between what a person saw and what a worker found: in the plan that it compiled, or on the server.
 *
 * @throws AppError NOT_FOUND where no decision about it is waited for, or one of the two was not stored
 */
export async function getPlanChange(db: Database, operationId: string): Promise<PlanChange> {
  const operation = await db.operation.findUnique({
    where: { id: operationId },
    select: { shownHash: true, shownObservations: true, conclusion: true },
  });
  const conclusion = (operation?.conclusion ?? null) as Conclusion | null;
  switch (conclusion?.code) {
    case 'plan_changed':
      return comparePlans(db, operation?.shownHash ?? '', conclusion.planHash);
    case 'server_changed':
      return compareObserved(db, operation?.shownObservations ?? '', conclusion.observations);
    default:
      throw requestError('NOT_FOUND', { code: 'operation_not_found' });
  }
}

async function comparePlans(db: Database, shownHash: string, hash: string): Promise<PlanChange> {
  const [shown, current] = await Promise.all([readStoredPlan(db, shownHash), readStoredPlan(db, hash)]);
  if (!current) throw requestError('NOT_FOUND', { code: 'plan_not_compiled' });
  const known = new Set(shown?.outOfSight);
  const outOfSight = (current.outOfSight ?? []).filter((path) => !known.has(path));
  // Where the shown one was not stored, all of the new one is to be read.
  const differences = planDifferences(shown ?? { ...current, milestones: [] }, current);
  return { differences, outOfSight, packages: [], files: [] };
}

async function compareObserved(db: Database, shownHash: string, hash: string): Promise<PlanChange> {
  const [shown, current] = await Promise.all([readObservations(db, shownHash), readObservations(db, hash)]);
  if (!shown || !current) throw requestError('NOT_FOUND', { code: 'plan_not_compiled' });
  return { differences: [], outOfSight: [], ...observationDifferences(shown, current) };
}

/** State by state, in the order of the new plan, then what is gone. Pure. */
export function planDifferences(shown: Plan, current: Plan): PlanChange['differences'] {
  const [before, after] = [byId(shown), byId(current)];
  const found = [...after].flatMap(([id, now]): PlanChange['differences'] => {
    const then = before.get(id);
    if (!then) return [{ ...now.view, change: 'added', before: null, after: now.view.commands }];
    if (then.text === now.text) return [];
    return [{ ...now.view, change: 'changed', before: then.view.commands, after: now.view.commands }];
  });
  const gone = [...before].flatMap(([id, then]): PlanChange['differences'] =>
    after.has(id) ? [] : [{ ...then.view, change: 'removed', before: then.view.commands, after: null }],
  );
  return [...found, ...gone].map(({ milestone, label, change, before: was, after: is }) => ({
    ...{ milestone, label, change, before: was, after: is },
  }));
}

interface Comparable {
  view: { milestone: string; label: string; commands: string };
  /** All that is compared. */
  text: string;
}

function byId({ milestones, libraries = {} }: Plan): Map<string, Comparable> {
  return new Map(
    milestones.flatMap(({ id, label: milestone, states }) =>
      states.map((state): [string, Comparable] => [
        `${id}.${state.id}`,
        {
          view: { milestone, label: state.action ?? state.label, commands: state.apply.display },
          text: JSON.stringify([state, textsOf(state, libraries)]),
        },
      ]),
    ),
  );
}

/** A library that changed changes what calls it. */
function textsOf({ check, apply, verify, undo }: PlannedState, libraries: Record<string, string>): string[] {
  const names = [check, apply, verify, undo].flatMap((command) => command?.libraries ?? []);
  return [...new Set(names)].map((name) => libraries[name] ?? '');
}
