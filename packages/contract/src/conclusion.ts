import type { HostProblem } from './errors/host-problem';
import type { PlanProblem } from './errors/plan-problem';
import type { PreconditionProblem } from './errors/precondition-problem';
import type { ServerProblem } from './errors/server-problem';
import type { Failure } from './failure';
import type { FreeText } from './free-text';

/** How an operation ended, or what it waits for a decision about. Rows and events hold it; messages/conclusions.ts has the text. */
export type Conclusion =
  | { code: 'completed'; milestones: number }
  /** `stopped` is null where nothing had to be stopped on the server. */
  | { code: 'canceled'; by: string; stopped: StopSummary | null }
  /** `skipped`: labels of milestones whose changes stay. `leftovers`: what was seen on the server; null where nobody has looked. */
  | { code: 'rolled_back'; skipped: string[]; leftovers: string[] | null }
  | { code: 'milestone_failed'; label: string; failure: Failure }
  /** With the definition, settings and facts of now another plan comes out than the one that was shown: this one. */
  | { code: 'plan_changed'; planHash: string }
  /** On the server, versions or files are not those that the preview found any more, but these: the hash names what was observed. */
  | { code: 'server_changed'; observations: string }
  /** The server or the plan does not allow it. */
  | { code: 'obstructed'; obstacle: Obstacle }
  /** It was closed before it was done, and nothing says why. */
  | { code: 'incomplete' }
  | FreeText;

/** What stopping an operation's commands on the server came to. */
export type StopSummary =
  /** `dpkg`: what became of packages that a stopped package manager had left half configured; null where there were none. */
  | { code: 'clean'; dpkg: 'repaired' | 'broken' | null }
  /** `processes`: `PID:NAME` each. */
  | { code: 'processes_remaining'; processes: string[] }
  /** The server could not be used. */
  | { code: 'unknown'; problem: HostProblem }
  | FreeText;

/** Why an operation cannot start or continue. */
export type Obstacle =
  | { code: 'unknown_plan_format'; format: number }
  | { code: 'server_not_enrolled'; server: string }
  | { code: 'server_problem'; problem: ServerProblem }
  | { code: 'precondition'; problem: PreconditionProblem }
  | { code: 'plan'; problem: PlanProblem }
  | FreeText;
