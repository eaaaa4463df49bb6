import type { PlannedCommand, PlannedMilestone } from '@milepost/contract/plan';

/** One step of rolling a milestone back, before it is made safe to repeat. */
export interface UndoStep {
  id: string;
  label: string;
  command: PlannedCommand;
  /** The state that it undoes, from 1; null where it settles what is left. */
  captureIndex: number | null;
  /** Whose capture it finds: "MILESTONE.STATE". Null: that of its own state. */
  captureOf: string | null;
}

/** The steps that roll a milestone back, in the order in which they run: its states backwards, then what settles. Pure. */
export function undoSteps({ states, afterRollback = [] }: PlannedMilestone): UndoStep[] {
  const steps = states.map(({ id, label, undo, noUndoReason }, index) => {
    const command = undo ?? (noUndoReason === undefined ? null : explainNoUndo(label, noUndoReason));
    return command && { id, label: `Undo: ${label}`, command, captureIndex: index + 1, captureOf: null };
  });
  const hooks = afterRollback.map(({ milestone, state, label, command }, index) => ({
    ...{
      id: `after_rollback_${index + 1}`,
      label,
      command,
      captureIndex: null,
      captureOf: `${milestone}.${state}`,
    },
  }));
  return [...steps.filter((step) => step !== null).reverse(), ...hooks];
}

function explainNoUndo(label: string, reason: string): PlannedCommand {
  const display = `“${label}” is not undone: ${reason}`;
  return { script: `printf '%s\\n' '${display.replaceAll("'", `'\\''`)}'`, secrets: [], display };
}
