import type { CommandState } from '@milepost/packages-core/engine/host';
import type { Plan, PlannedMilestone } from '@milepost/contract/plan';
import { undoOnServer } from '@milepost/packages-core/dsl/plan/undo/undo-once';
import { undoSteps } from '@milepost/packages-core/dsl/plan/undo-steps';
import { libraryTexts } from '@milepost/packages-core/dsl/plan/stored-libraries';

/** What the apply of a guarded state exits with. */
export const GUARDED_EXIT_CODE = 86;

/** What it prints then: another script may exit with that code, too. */
export const GUARDED_MESSAGE =
  'It was interrupted earlier, so its result is unknown. It is not applied again automatically.';

const GUARD = `echo '${GUARDED_MESSAGE}'\nexit ${GUARDED_EXIT_CODE}`;

/**
 * A milestone's states as a server gets them. A guarded one (from 1) was cut off with its outcome unknown: its check
 * decides, and where that says no, nothing is applied.
 */
export function commandStates(milestone: PlannedMilestone, guarded: readonly number[]): CommandState[] {
  return milestone.states.map(({ check, apply, verify, capture, idempotent, undo, noUndoReason }, index) => {
    const state = {
      check: check?.script ?? null,
      apply: apply.script,
      verify: verify?.script ?? null,
      // An empty one shows the rollback that this operation began to apply it.
      capture: capture?.script ?? (undo !== null || noUndoReason !== undefined ? ':' : null),
      idempotent,
      ...undoOnServer(milestone, index),
    };
    return guarded.includes(index + 1) ? { ...state, apply: GUARD, idempotent: true } : state;
  });
}

/** The shell functions that a milestone's scripts call, or those of its rollback. */
export function milestoneLibraries(
  { libraries }: Pick<Plan, 'libraries'>,
  milestone: PlannedMilestone,
  rollingBack: boolean,
): string {
  const commands = rollingBack
    ? undoSteps(milestone).map(({ command }) => command)
    : milestone.states.flatMap(({ check, apply, verify, capture, undo }, index) => [
        ...[check, apply, verify, capture],
        undoOnServer(milestone, index).undo === undefined ? null : undo,
      ]);
  return libraryTexts(
    libraries,
    commands.filter((command) => command !== null),
  );
}
