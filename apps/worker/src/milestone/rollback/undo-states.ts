import { undoOnce } from '@milepost/packages-core/dsl/plan/undo/undo-once';
import { undoSteps } from '@milepost/packages-core/dsl/plan/undo-steps';
import type { CommandState } from '@milepost/packages-core/engine/host';
import type { PlannedCommand, PlannedMilestone, PlannedState } from '@milepost/contract/plan';

/**
 * A milestone's rollback, as a server gets it: its states backwards, each with the captureIndex of its capture, and then what settles.
 * A state that this operation never began to apply has no capture and is left alone; one that is undone has its capture put aside,
 * so that a second rollback changes nothing and a later apply captures again. Empty where nothing can be undone. What people
 * stored since is kept unless `removeData`.
 */
export function undoStates(milestone: PlannedMilestone, removeData = false): CommandState[] {
  return steps(milestone, removeData).map(({ script, captureIndex }) => ({
    check: null,
    apply: script,
    verify: null,
    capture: null,
    idempotent: true,
    ...(captureIndex !== null && { captureIndex }),
  }));
}

/** The milestone's rollback as a milestone, for messages: one state for each of `undoStates`. */
export function rollbackMilestone(milestone: PlannedMilestone): PlannedMilestone {
  return {
    ...milestone,
    states: steps(milestone).map(({ id, label, command, script, captureIndex }) => ({
      ...{ id, label, check: null, verify: null, capture: null, undo: null, idempotent: true },
      noCheckReason: 'What was captured decides what is undone.',
      apply: { ...command, script },
      ...causesOf(milestone, captureIndex),
    })),
  };
}

/** What is known of a state's failures holds for its rollback too. */
function causesOf(
  { states }: PlannedMilestone,
  captureIndex: number | null,
): Pick<PlannedState, 'failures' | 'explain'> {
  const { failures, explain } = (captureIndex === null ? undefined : states[captureIndex - 1]) ?? {};
  return { ...(failures && { failures }), ...(explain && { explain }) };
}

const steps = (milestone: PlannedMilestone, removeData = false) =>
  undoSteps(milestone).map((step) => ({
    ...step,
    script:
      step.captureOf === null
        ? undoOnce(step.command, removeData)
        : withCaptureOf(step.captureOf, step.command),
  }));

/** Kept as OPERATION:MILESTONE.SLOT: see the supervisor's spool. By now that state is mostly undone. */
const withCaptureOf = (
  name: string,
  { script }: PlannedCommand,
): string => `kept="\${MP_CAPTURE_FILE%:*}:${name}"
[ -e "$kept" ] || kept=$kept.undone
[ -e "$kept" ] || exit 0
MP_CAPTURE_FILE=$kept
${script}`;
