import type { CommandState } from '@milepost/packages-core/engine/host';
import type { PlannedCommand, PlannedMilestone } from '@milepost/packages-core/contract/plan';

/**
 * A milestone's way back, as a server gets it: its states backwards, each with the slot of its capture, and then what settles.
 * A state that this operation never began to apply has no capture and is left alone; one that is undone has its capture put aside,
 * so that a second rollback changes nothing and a later apply captures anew. Empty where nothing can be undone or told. What people
 * stored since is kept unless `removeData`.
 */
export function undoStates(milestone: PlannedMilestone, removeData = false): CommandState[] {
  return steps(milestone, removeData).map(({ script, slot }) => ({
    check: null,
    apply: script,
    verify: null,
    capture: null,
    repeatable: true,
    ...(slot !== null && { slot }),
  }));
}

/** The same milestone as people are told of its way back: one state for each of `undoStates`, for the sentence of a failure. */
export function undoneMilestone(milestone: PlannedMilestone): PlannedMilestone {
  return {
    ...milestone,
    states: steps(milestone).map(({ id, label, command, script }) => ({
      ...{ id, label, check: null, verify: null, capture: null, undo: null, repeatable: true },
      unchecked: 'What was captured decides what is undone.',
      apply: { ...command, script },
    })),
  };
}

interface Step {
  id: string;
  label: string;
  command: PlannedCommand;
  script: string;
  slot: number | null;
}

function steps({ states, settle = [] }: PlannedMilestone, removeData = false): Step[] {
  const undone = states.map(({ id, label, undo, irreversible }, index) => {
    const command = undo ?? (irreversible === undefined ? null : told(label, irreversible));
    return (
      command && { id, label: `Undo: ${label}`, command, script: once(command, removeData), slot: index + 1 }
    );
  });
  const settled = settle.map(({ milestone, state, label, command }, index) => ({
    ...{ id: `settle_${index + 1}`, label, command, slot: null },
    script: withCaptureOf(`${milestone}.${state}`, command),
  }));
  return [...undone.filter((step) => step !== null).reverse(), ...settled];
}

const once = ({ script }: PlannedCommand, removeData: boolean): string => `[ -e "$MP_CAPTURED" ] || exit 0
MP_REMOVE_DATA=${removeData ? 1 : ''}
(
${script}
)
code=$?
[ "$code" = 0 ] || exit "$code"
mv "$MP_CAPTURED" "$MP_CAPTURED.undone"`;

/** Kept as OPERATION:MILESTONE.SLOT: see the supervisor's spool. By now that state is mostly undone. */
const withCaptureOf = (name: string, { script }: PlannedCommand): string => `kept="\${MP_CAPTURED%:*}:${name}"
[ -e "$kept" ] || kept=$kept.undone
[ -e "$kept" ] || exit 0
MP_CAPTURED=$kept
${script}`;

function told(label: string, reason: string): PlannedCommand {
  const shown = `“${label}” is not undone: ${reason}`;
  return { script: `printf '%s\\n' '${shown.replaceAll("'", `'\\''`)}'`, secrets: [], shown };
}
