import type { Plan } from '@milepost/contract/plan';
import type { Transaction } from '@milepost/db/client';
import { readRelations } from '@milepost/db/operations/installations/relations';
import { readPlanRequest } from '@milepost/db/operations/lifecycle/plan-signature';
import type { LockedOperation } from '@milepost/db/operations/lock-operation';
import { installationContext } from '@milepost/packages-core/credentials/contexts';
import type { Destination } from '@milepost/packages-core/credentials/contexts';
import { PARENT } from '@milepost/packages-core/dsl/form/requirements';
import type { InstallationRow } from '@milepost/packages-core/dsl/package/reference';
import type { Relations } from '@milepost/packages-core/dsl/package/relations';
import { planCommands } from '@milepost/packages-core/dsl/plan/commands';
import { openBox } from './open-box';
import { resolveRequest } from './compile-request';

export interface RelatedSecrets {
  /** By the path to each, as the plan names it: `database.owner.password`. */
  secrets: Record<string, string>;
  /** Paths of those that are not stored, or cannot be opened any more. */
  missing: string[];
}

/** Names of the secrets in a plan that belong to other installations: the path to each. */
export function relatedSecretNames(plan: Plan): string[] {
  const names = planCommands(plan).flatMap(({ secrets }) => secrets);
  return [...new Set(names)].filter((name) => name.includes('.') && !name.startsWith('options.'));
}

interface Related {
  names: readonly string[];
  relations: Relations | undefined;
  /** Boxes of installations, by id. */
  boxes: ReadonlyMap<string, Uint8Array | null>;
  server: Destination;
}

/** Opens secrets of other installations by the path to each. */
export async function openRelated(
  privateKey: string,
  { names, relations, boxes, server }: Related,
): Promise<RelatedSecrets> {
  const answer: RelatedSecrets = { secrets: {}, missing: [] };
  for (const path of names) {
    const [owner, name] = follow(relations, path);
    const box = owner && boxes.get(owner.id);
    const opened = owner && box && (await openBox(privateKey, box, installationContext(owner.id, server)));
    const value = opened ? opened[name] : undefined;
    if (value === undefined) answer.missing.push(path);
    else answer.secrets[path] = value;
  }
  return answer;
}

/** The secrets of other installations that the plan of an operation names. */
export async function openRelatedSecrets(
  tx: Transaction,
  privateKey: string,
  { operation, plan, server }: { operation: LockedOperation; plan: Plan; server: Destination },
): Promise<RelatedSecrets> {
  const names = relatedSecretNames(plan);
  if (names.length === 0) return { secrets: {}, missing: [] };
  const { serverId, installationId, packageId, kind } = operation;
  const others = await readRelations(tx, { serverId, exceptId: installationId });
  const request = await readPlanRequest(tx, operation.id);
  const resolved = resolveRequest({ ...request, packageId, kind, others });
  const boxes = new Map(others.map(({ id, completedSecrets }) => [id, completedSecrets]));
  const relations = resolved.ok ? resolved.stored.relations : undefined;
  return openRelated(privateKey, { names, relations, boxes, server });
}

/** The installation at the end of a path, and the name of its secret. */
function follow(relations: Relations | undefined, path: string): [InstallationRow | null, string] {
  const [role = '', ...steps] = path.split('.');
  const name = steps.pop() ?? '';
  const first = role === PARENT ? relations?.parent : relations?.required[role];
  const owner = steps.reduce<InstallationRow | null>(
    (row, step) => (step === PARENT ? row?.parent : row?.chosen[step]) ?? null,
    first ?? null,
  );
  return [owner, name];
}
