import type { Command } from '../sh';
import { sequence, sh } from '../sh';
import type { State } from '../state';

interface MilestoneStates {
  id: string;
  states: readonly State[];
}

/**
 * The capture of a state as it is sent. Some states must know how the server was before the operation's first change, not only before
 * their own (`captureFirst`): the capture of whatever is applied first runs theirs too and keeps it as OPERATION:MILESTONE.SLOT.first.
 * Their own capture, later, repeats that. Undefined where there is nothing to capture.
 */
export function captureFor(
  plan: readonly MilestoneStates[],
  milestone: MilestoneStates,
  state: State,
): Command | undefined {
  const ownCapture = state.captureFirst && state.capture ? preferEarlyCapture(state.capture) : state.capture;
  if (state.assertion) return ownCapture;
  const early = earlyCapturesAfter(plan, milestone, state);
  if (early.length === 0) return ownCapture;
  return sh`
    ${sequence(...early)}
    ${ownCapture ?? sh`:`}
  `.displayAs(ownCapture?.display ?? early.map(({ display }) => display).join('; '));
}

/** What is captured early by states that come after this one. */
function earlyCapturesAfter(
  plan: readonly MilestoneStates[],
  milestone: MilestoneStates,
  state: State,
): Command[] {
  const all = plan.flatMap((other) =>
    other.states.map((each, index) => ({ other, each, captureIndex: index + 1 })),
  );
  const position = all.findIndex(({ other, each }) => other === milestone && each === state);
  return all
    .slice(position + 1)
    .flatMap(({ other, each, captureIndex }) =>
      each.captureFirst && each.capture
        ? [keepEarlyCapture(`${other.id}.${captureIndex}`, each.capture)]
        : [],
    );
}

/** Whole or not at all, and only the first time. */
function keepEarlyCapture(name: string, capture: Command): Command {
  return sh`
    mp_first="\${MP_CAPTURE_FILE%:*}":${name}.first
    if [ ! -e "$mp_first" ]; then
      ( ${capture} ) >"$mp_first.new" && sync "$mp_first.new" && mv "$mp_first.new" "$mp_first" || exit
    fi
  `.displayAs(capture.display);
}

function preferEarlyCapture(capture: Command): Command {
  return sh`
    if [ -e "$MP_CAPTURE_FILE.first" ]; then cat "$MP_CAPTURE_FILE.first"; exit; fi
    ${capture}
  `.displayAs(capture.display);
}
