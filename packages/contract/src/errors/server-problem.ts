import type { FreeText } from '../free-text';
import type { HostProblem } from './host-problem';
import type { PlanProblem } from './plan-problem';
import type { RootLoginCause } from './login-problem';

/** Why an inspection of a server, or its enrollment, was not done: a code, and what its message shows. */
export type InspectionProblem =
  | { code: 'server_removed' }
  | { code: 'not_confirmed'; serverName: string }
  | { code: 'operation_open'; serverName: string }
  | { code: 'no_login' }
  /** For another address, or with the key of another worker. */
  | { code: 'login_sealed_elsewhere' }
  | { code: 'plan_rejected'; problem: PlanProblem }
  /** `system`: what the server says it runs; null where it does not say. */
  | { code: 'unsupported_system'; system: string | null }
  | { code: 'no_machine_id'; serverName: string }
  | { code: 'machine_known'; serverName: string }
  /** `cause`: null where none of the known causes holds. */
  | { code: 'root_login_forbidden'; serverName: string; cause: RootLoginCause | null }
  /** `processes`: `PID:NAME` each. */
  | { code: 'processes_remaining'; processes: string[] }
  /** `problem`: null where the server was not heard of. */
  | { code: 'stop_not_verified'; problem: HostProblem | null }
  | { code: 'unwanted' }
  /** It is not active, was not installed by Milepost, or an operation on it is open. */
  | { code: 'not_checkable' }
  | { code: 'engine_unreachable' }
  | { code: 'unexpected' };

/** What is wrong with a server, as its row holds it. */
export type ServerProblem = (HostProblem | InspectionProblem | FreeText) & {
  /** Milepost's key may still be on the server. */
  keyMayRemain?: true;
};
