import type { InstallationStatus } from '@milepost/contract/statuses';
import type { PlannedRequirement } from '@milepost/contract/plan';
import type { Json } from '../facts/fact';
import { installationFields, PARENT } from '../form/requirements';
import type { PackageDefinition } from './definition';
import type { InstallationRow } from './reference';

type PublicInput = Readonly<Record<string, unknown>>;

/** Another installation on the same server, as its row holds it. */
export interface StoredRelation {
  id: string;
  packageId: string;
  parentId: string | null;
  status: InstallationStatus;
  /** The public input of the last install that began, and of the last one that completed. */
  begunInput: PublicInput | null;
  completedInput: PublicInput | null;
  version: string | null;
  discovered: Readonly<Record<string, Json>>;
}

/** The installations that one refers to. */
export interface Relations {
  parent: InstallationRow | null;
  /** By role: a key of the definition's `requires`, or the name of the form field that chooses it. */
  required: Readonly<Record<string, InstallationRow | null>>;
}

export interface RelationsRequest {
  definition: PackageDefinition;
  /** The installation's own, public: fields that choose an installation hold its id. */
  input: PublicInput;
  parentId: string | null;
  /** What else is on the server. */
  others: readonly StoredRelation[];
  findPackage: (packageId: string) => PackageDefinition | undefined;
  /** For an uninstall, which is always possible: what is there counts whatever its status, and what is not there is null. */
  lenient?: boolean;
}

export type FoundRelations =
  | { ok: true; relations: Relations }
  /** What is not there of what cannot be left out. */
  | { ok: false; missing: PlannedRequirement };

/** No chain of rows is followed further: a definition's imports are never that deep. */
const MAX_DEPTH = 8;

/** Finds the parent of an installation, and what it requires, among the others on its server. Pure. */
export function findRelations(request: RelationsRequest): FoundRelations {
  const { definition, input, parentId, lenient = false } = request;
  const resolve = rowResolver(request);
  const chosen = new Set(installationFields(definition.input));
  const required: Record<string, InstallationRow | null> = {};
  let parent: InstallationRow | null = null;
  for (const requirement of definition.requirements) {
    const { role } = requirement;
    const found =
      role === PARENT
        ? resolve(parentId)
        : chosen.has(role)
          ? resolve(input[role])
          : resolve(firstInstalled(request, requirement)?.id);
    const fits = found !== null && satisfies(found.definition, requirement) ? found : null;
    // What was chosen and is gone must not silently become "none".
    const isNeeded = !requirement.optional || (chosen.has(role) && typeof input[role] === 'string');
    if (!fits && isNeeded && !lenient) return { ok: false, missing: requirement };
    if (role === PARENT) parent = fits;
    else required[role] = fits;
  }
  return { ok: true, relations: { parent, required } };
}

function firstInstalled(
  { others, findPackage, lenient = false }: RelationsRequest,
  requirement: PlannedRequirement,
): StoredRelation | undefined {
  const fitting = others.filter(({ packageId }) => {
    const definition = findPackage(packageId);
    return definition && satisfies(definition, requirement);
  });
  const installed = fitting.find(({ status }) => status === 'active' || status === 'updating');
  return installed ?? (lenient ? fitting[0] : undefined);
}

/** Whether an installation of this package is one that is required. */
export function satisfies(
  { id, provides }: Pick<PackageDefinition, 'id' | 'provides'>,
  { packageIds, capability }: Pick<PlannedRequirement, 'packageIds' | 'capability'>,
): boolean {
  return capability === null ? packageIds.includes(id) : provides.includes(capability);
}

/** Rows with all that they refer to, by id; null for what is no installation of this server. */
function rowResolver({ others, findPackage }: RelationsRequest) {
  const byId = new Map(others.map((other) => [other.id, other]));
  return function resolve(id: unknown, depth = 0): InstallationRow | null {
    const row = typeof id === 'string' ? byId.get(id) : undefined;
    const definition = row && findPackage(row.packageId);
    if (!row || !definition || depth > MAX_DEPTH) return null;
    const input = row.completedInput ?? row.begunInput;
    if (input === null) return null; // nothing of it has begun
    const fields = installationFields(definition.input);
    const chosen = Object.fromEntries(fields.map((name) => [name, resolve(input[name], depth + 1)]));
    // What it chose itself is gone: nobody can know what it is then.
    if (fields.some((name) => typeof input[name] === 'string' && !chosen[name])) return null;
    const parent = resolve(row.parentId, depth + 1);
    return {
      id: row.id,
      definition,
      input,
      version: row.version,
      discovered: row.discovered,
      parent,
      chosen,
    };
  };
}

/** What is required, for people: "PostgreSQL", "nginx or Apache", "fastcgi". */
export function requirementTitle(
  { packageIds, capability }: Pick<PlannedRequirement, 'packageIds' | 'capability'>,
  findPackage: (packageId: string) => Pick<PackageDefinition, 'title'> | undefined,
): string {
  return capability ?? packageIds.map((id) => findPackage(id)?.title ?? id).join(' or ');
}
