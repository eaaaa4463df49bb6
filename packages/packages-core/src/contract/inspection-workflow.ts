/** An inspection: a short read from a server (or its joining), as a workflow of one activity with a small answer. No lane, no history. */
import type { PlannedMilestone } from './plan';

export const INSPECTION_WORKFLOW = 'inspection';

/** Secrets in a request are sealed for the worker (base64 of an HPKE box): a workflow history is not a place for them. */
export type InspectionRequest =
  /** Reads the host key without logging in; stores it on the server's row as the key to be confirmed. */
  | { kind: 'host_key'; serverId: string }
  /** Logs in with the sealed login, installs a key generated for this server alone, reads the facts, forgets the login. */
  | { kind: 'join'; serverId: string }
  /** Stops and fences off what blocks the server's lane, and proves that nothing of it is left. */
  | { kind: 'prove'; serverId: string }
  /** Runs the checks of a plan and changes nothing. The plan is looked up by its hash. */
  | { kind: 'preview'; serverId: string; planHash: string; sealedSecrets?: string };

export type InspectionAnswer =
  | { kind: 'host_key'; fingerprint: string; keyType: string }
  | { kind: 'join'; status: 'ready' }
  | { kind: 'prove'; status: 'proven' }
  | { kind: 'preview'; milestones: PreviewedMilestone[] }
  /** A sentence for people, with what to do. */
  | { kind: 'refused'; code: string; message: string };

export interface PreviewedMilestone extends Pick<PlannedMilestone, 'id' | 'label'> {
  states: {
    id: string;
    /** `unknown`: the check failed (or there is none), which is told with `detail`. */
    is: 'already_true' | 'to_do' | 'unknown';
    detail?: string;
  }[];
}

export interface InspectionActivities {
  inspect(request: InspectionRequest): Promise<InspectionAnswer>;
}
