import type { Plan, PlannedCommand, PlannedState } from '@milepost/contract/plan';

/** All commands of a plan. */
export function planCommands({ milestones, record }: Plan): PlannedCommand[] {
  return [
    ...milestones.flatMap(({ states, afterRollback = [] }) => [
      ...states.flatMap(stateCommands),
      ...afterRollback.map(({ command }) => command),
    ]),
    ...[record.version, record.copies].filter(isThere),
  ];
}

/** All commands of a state. */
export function stateCommands(state: PlannedState): PlannedCommand[] {
  const { check, apply, verify, capture, undo, losses, preview, observe, diff, listLeftovers, explain } =
    state;
  const changing = [check, apply, verify, capture, undo];
  return [...changing, losses, preview, observe, diff, listLeftovers, explain].filter(isThere);
}

const isThere = (command: PlannedCommand | null | undefined): command is PlannedCommand => Boolean(command);
