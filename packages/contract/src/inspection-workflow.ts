/** An inspection: a short read from a server (or its joining), as a workflow of one activity with a small answer. No queue, no history. */
import type { ServerProblem } from './errors/server-problem';
import type { FileDiff } from './file-diff';
import type { FieldOption } from './form-field';
import type { FoundPackage } from './found-package';
import type { Finding } from './finding';
import type { Observation } from './observation';
import type { PlannedMilestone } from './plan';

export const INSPECTION_WORKFLOW = 'inspection';

/** The checks of previews have a task queue of their own: however many there are, operations do not wait for them. */
export const PREVIEW_TASK_QUEUE = 'milepost-previews';

/** Ids only: what is to be done stands in the rows. */
export type InspectionRequest =
  /** Reads the host key without logging in; stores it on the server's row as the key to be confirmed. */
  | { kind: 'host_key'; serverId: string }
  /** Logs in with the sealed login, installs a key generated for this server alone, reads the facts, forgets the login. */
  | { kind: 'enroll'; serverId: string }
  /** Stops and fences off what blocks the server's queue, and verifies that nothing of it is left. */
  | { kind: 'verify_stopped'; serverId: string }
  /** Removes Milepost's files and key from the server, which is removed from the console after that. */
  | { kind: 'clean_up'; serverId: string }
  /** Runs the checks of a plan and changes nothing. `checkId`: the row that says what to compile, and gets each result. */
  | { kind: 'preview'; checkId: string }
  /** Checks whether an installation still is as its last completed install left it, and stores the differences. */
  | { kind: 'drift'; installationId: string }
  /** Reads what the fields of a form can be chosen from. `operation`: the one whose form it is. */
  | {
      kind: 'choices';
      serverId: string;
      packageId: string;
      installationId: string | null;
      operation: string;
    }
  /** Reads which packages of the catalog are on the server, whoever installed them. */
  | { kind: 'found'; serverId: string }
  /** Reads the state and the journal of an installation's services. `reportId`: the row that says of which, and gets the answer. */
  | { kind: 'services'; reportId: string };

export type InspectionResult =
  | { kind: 'host_key'; fingerprint: string; keyType: string }
  | { kind: 'enroll'; status: 'ready' }
  | { kind: 'verify_stopped'; status: 'verified' }
  /** `leftovers`: what stays of Milepost on the server, copies of original files included, a path each. */
  | { kind: 'clean_up'; leftovers: string[] }
  /** `observations`: the hash under which all that was observed is stored. */
  | { kind: 'preview'; milestones: PreviewedMilestone[]; observations: string }
  | { kind: 'drift'; differences: number }
  | { kind: 'services'; count: number }
  | { kind: 'found'; packages: FoundPackage[] }
  /** By field. */
  | { kind: 'choices'; choices: Record<string, FieldOption[]> }
  /** `code`: a HostErrorCode, or that of the problem. */
  | { kind: 'refused'; code: string; problem: ServerProblem };

export interface PreviewedMilestone extends Pick<PlannedMilestone, 'id' | 'label'> {
  states: {
    id: string;
    /** `unknown`: the check failed (or there is none), as `detail` says. */
    is: 'already_true' | 'to_do' | 'unknown';
    detail?: string;
    /** Names of what would be destroyed, where the plan asks for them. */
    losses?: string[];
    /** What the state's preview said; left out where it said nothing. */
    findings?: Finding[];
    /** What it would find and change; left out where there is nothing, or it cannot be told. */
    observations?: Observation[];
    /** What it would find and change could not be read. */
    unobserved?: true;
    /** What would change in the file that it writes; left out where nothing would. */
    diff?: FileDiff;
  }[];
}

export interface InspectionActivities {
  inspect(request: InspectionRequest): Promise<InspectionResult>;
}
