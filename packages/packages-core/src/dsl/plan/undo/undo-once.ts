import type { PlannedCommand, PlannedMilestone } from '@milepost/contract/plan';
import type { CommandState } from '../../../engine/host';

/**
 * A state's undo as it is sent: does nothing where the state was never applied, and puts its capture aside at the end, so that a second
 * time changes nothing and a later apply captures again.
 */
export function undoOnce({ script }: PlannedCommand, removeData: boolean): string {
  return `[ -e "$MP_CAPTURE_FILE" ] || exit 0
MP_REMOVE_DATA=${removeData ? 1 : ''}
(
${script}
)
code=$?
[ "$code" = 0 ] || exit "$code"
mv "$MP_CAPTURE_FILE" "$MP_CAPTURE_FILE.undone"`;
}

/** What the server may have to undo by itself while it brings this state of the milestone about, by its place from 0. */
export function undoOnServer(
  { states }: PlannedMilestone,
  index: number,
): Pick<CommandState, 'undo' | 'confirmWithinSeconds' | 'undoesWhenRefused'> {
  const { undo, unlessConfirmed, undoesWhenRefused } = states[index] ?? {};
  const needed = unlessConfirmed || states.some((state) => state.undoesWhenRefused?.includes(index + 1));
  return {
    ...(undo && needed && { undo: undoOnce(undo, false) }),
    ...(unlessConfirmed && { confirmWithinSeconds: unlessConfirmed.withinSeconds }),
    ...(undoesWhenRefused && { undoesWhenRefused }),
  };
}
