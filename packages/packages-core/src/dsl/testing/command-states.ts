import type { PlannedMilestone } from '@milepost/contract/plan';
import type { CommandState } from '../../engine/host';
import { undoOnServer } from '../plan/undo/undo-once';

/** The states of a milestone as the supervisor takes them, with what it undoes by itself. */
export function commandStates(milestone: PlannedMilestone): CommandState[] {
  return milestone.states.map(({ check, apply, verify, capture, idempotent }, index) => ({
    check: check?.script ?? null,
    apply: apply.script,
    verify: verify?.script ?? null,
    capture: capture?.script ?? null,
    idempotent,
    ...undoOnServer(milestone, index),
  }));
}
