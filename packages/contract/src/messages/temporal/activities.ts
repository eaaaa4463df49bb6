import type { HostProblem } from '../../errors/host-problem';
import type { InspectionRequest } from '../../inspection-workflow';
import { hostProblemMessage } from '../errors/connection-errors';

/** What an activity is doing, for Temporal's UI. */
export type ActivityState =
  | { code: 'milestone'; n: number; of: number; label: string }
  | { code: 'inspection'; kind: InspectionRequest['kind'] }
  /** `done` of `of` installations were compared with their servers. */
  | { code: 'drift'; done: number; of: number }
  /** Stops the commands of its own operation. */
  | { code: 'closing' }
  /** Verifies that the command that blocks the queue has stopped. */
  | { code: 'verifying_stopped' }
  /** Reads on the server what the plan of an operation is compiled from. */
  | { code: 'reading_server' }
  | { code: 'waiting_for_dpkg'; processes: string[] }
  | { code: 'server_silent'; server: string; seconds: number }
  | { code: 'reconnecting'; server: string; attempt: number; problem: HostProblem };

/** What each inspection does: the summary of its workflow and the text of its heartbeat. */
export const INSPECTION_TITLES = {
  host_key: 'Reading the host key',
  enroll: 'Enrolling the server',
  verify_stopped: 'Verifying that nothing runs',
  clean_up: 'Removing the key and files of Milepost',
  preview: 'Checking the plan',
  drift: 'Checking for drift',
  choices: 'Reading what can be chosen',
  found: 'Looking for installed software',
  services: 'Reading the state of services',
} as const satisfies Record<InspectionRequest['kind'], string>;

/** The text of an activity's heartbeat. */
export function activityMessage(state: ActivityState): string {
  switch (state.code) {
    case 'milestone':
      return `${state.n}/${state.of} ${state.label}`;
    case 'inspection':
      return INSPECTION_TITLES[state.kind];
    case 'drift':
      return `${state.done} of ${state.of} installations compared`;
    case 'closing':
      return 'Verifying that nothing of it runs on the server';
    case 'verifying_stopped':
      return 'Verifying that nothing of an earlier command runs on the server';
    case 'reading_server':
      return 'Reading what the plan depends on';
    case 'waiting_for_dpkg':
      return `Waiting for dpkg to finish (${state.processes.join(', ')})`;
    case 'server_silent':
      return `${state.server} has not responded for ${state.seconds} s`;
    case 'reconnecting':
      return `Reconnecting to ${state.server}, attempt ${state.attempt}: ${hostProblemMessage(state.problem)}`;
  }
}
