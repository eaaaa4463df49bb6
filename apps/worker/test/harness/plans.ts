import { PLAN_FORMAT } from '@milepost/contract/plan';
import type { Plan, PlannedCommand, PlannedMilestone, PlannedState } from '@milepost/contract/plan';

/** A command as the package language would compile it. */
export const command = (script: string, secrets: string[] = []): PlannedCommand => ({
  script,
  secrets,
  display: script,
});

/** A state from three scripts; the check verifies the apply. */
export function state(
  id: string,
  {
    check,
    apply,
    ...more
  }: { check: string | null; apply: string } & Partial<Pick<PlannedState, 'idempotent'>>,
): PlannedState {
  const checking = check === null ? null : command(check);
  return {
    id,
    label: `State ${id}`,
    check: checking,
    ...(check === null && { noCheckReason: 'A test wants it so.' }),
    apply: command(apply),
    verify: checking,
    capture: null,
    undo: null,
    idempotent: false,
    ...more,
  };
}

/** The oracle of "once": its apply writes a line to a ledger on the server, then continues for `seconds`. */
export function ledgerState(id: string, seconds = 0): PlannedState {
  return state(id, {
    check: `[ -e /root/ledger.${id} ]`,
    apply: `echo ${id} >>/root/ledger; echo begun ${id}; sleep ${seconds}; : >/root/ledger.${id}; echo ended ${id}`,
  });
}

/** The same, but it continues until the file /root/flag is there. */
export function heldState(id: string): PlannedState {
  return state(id, {
    check: `[ -e /root/ledger.${id} ]`,
    apply: `echo ${id} >>/root/ledger; echo begun ${id}; until [ -e /root/flag ]; do sleep 0.2; done; : >/root/ledger.${id}; echo ended ${id}`,
  });
}

export function milestone(
  id: string,
  states: PlannedState[],
  more: Partial<PlannedMilestone> = {},
): PlannedMilestone {
  return { id, label: `Doing ${id}`, credential: 'root', states, transient: [], ...more };
}

/** A plan of a package that is in no catalog: the worker runs what is pinned. */
export function plan(milestones: PlannedMilestone[], more: Partial<Plan> = {}): Plan {
  return {
    format: PLAN_FORMAT,
    package: 'ledger',
    title: 'Install Ledger',
    kind: 'install',
    milestones,
    record: { configuration: { made: 'by a test' }, version: command('echo 1.0') },
    ...more,
  };
}
