/** The workflow of an operation as Temporal's lists show it: its type and its id. */
import { OPERATION_KIND } from './operation-kinds';
import { OPERATION_WORKFLOW } from './operation-workflow';

export interface WorkflowNaming {
  /** Of the operation. */
  id: string;
  kind: string;
  packageId: string;
  serverName: string;
}

/** The longest of each part of an id, in characters. */
const MAX = { kind: 24, packageId: 32, serverName: 32 };

/** A random part of 4 digits is read easily; where it is taken, the next one is longer. */
const DIGITS = [4, 8, 32];

/**
 * Ids that the workflow of an operation may have, the best one first: `install-nginx-practice-975a`. ASCII and without a slash, so that they
 * differ from those of earlier versions. The last one holds the whole id of the operation, which no other operation has.
 */
export function workflowIdCandidates({ id, kind, packageId, serverName }: WorkflowNaming): string[] {
  const digits = id.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const parts = [
    slug(kind, MAX.kind),
    slug(packageId, MAX.packageId),
    slug(serverName, MAX.serverName),
  ].filter(Boolean);
  return DIGITS.map((length) => [...parts, digits.slice(0, length)].join('-'));
}

/** The workflow id of an operation that an earlier version started or accepted. */
export const legacyWorkflowId = (operationId: string): string => `operation/${operationId}`;

/** Names that are not looked up as the type of an operation: other workflows have them, or every JavaScript object. */
const RESERVED = new Set(['operation', 'inspection', 'default', 'constructor']);

/** The type of an operation's workflow: what it does. One function serves all of them (apps/worker/src/workflows/index.ts). */
export function operationWorkflowType(kind: string): string {
  return OPERATION_KIND.test(kind) && !RESERVED.has(kind) ? kind : OPERATION_WORKFLOW;
}

/** Letters, digits and single hyphens, `max` at most; empty where nothing of it is ASCII. */
function slug(text: string, max: number): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, max + 1)
    .replaceAll(/^-|-+$/g, '')
    .slice(0, max)
    .replace(/-$/, '');
}
