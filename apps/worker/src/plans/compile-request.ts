import type { PlanProblem } from '@milepost/contract/errors/plan-problem';
import type { ServerFacts } from '@milepost/contract/facts';
import type { OperationKind } from '@milepost/contract/operation-kinds';
import type { Plan } from '@milepost/contract/plan';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import { compileStored } from '@milepost/packages-core/dsl/compile-stored';
import type { StoredInstallation, StoredRequest } from '@milepost/packages-core/dsl/compile-stored';
import type { InputIssue } from '@milepost/packages-core/dsl/form/input-issue';
import { requirementTitle } from '@milepost/packages-core/dsl/package/relations';
import type { StoredRelation } from '@milepost/packages-core/dsl/package/relations';
import { resolveStored } from '@milepost/packages-core/dsl/resolve-stored';
import type { ResolvedStored } from '@milepost/packages-core/dsl/resolve-stored';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';

export interface CompileRequest {
  packageId: string;
  kind: OperationKind;
  /** The public part, as it is stored. */
  input: unknown;
  /** As it is before the operation; null where nothing of it is there yet. */
  installation: StoredInstallation | null;
  /** What it lives in. */
  parentId: string | null;
  /** What else is installed on the server. */
  others: readonly StoredRelation[];
  /** As a worker read them; null where none has. */
  facts: ServerFacts | null;
  server: { name: string; address: string; port: number };
}

/** What a request comes to with the catalog of this worker; or why nothing can be compiled from it. */
export type Resolved = Extract<ResolvedStored, { ok: true }> | Rejected;

export type Compiled = { ok: true; plan: Plan; hash: string } | Rejected;

interface Rejected {
  ok: false;
  problem: PlanProblem;
}

/** Finds all that a plan is compiled from, but for what has to be read on the server. */
export function resolveRequest({ packageId, facts, ...request }: CompileRequest): Resolved {
  const definition = findPackage(packageId);
  if (!definition) return rejected({ code: 'package_unknown', packageId });
  if (facts === null) return rejected({ code: 'server_unread' });
  const { title, operations } = definition;
  if (!Object.hasOwn(operations, request.kind))
    return rejected({ code: 'operation_unknown', package: title, kind: request.kind });
  // Nothing else than a row that somebody made up says so.
  if (definition.within === null && request.parentId !== null)
    return rejected({ code: 'settings_invalid', package: title });
  const resolved = attempt(() => resolveStored({ ...request, definition, facts }, findPackage));
  if (resolved === null) return rejected({ code: 'settings_invalid', package: title });
  if (resolved.ok) return resolved;
  const requirement = requirementTitle(resolved.missing, findPackage);
  return rejected({ code: 'requirement_missing', package: title, requirement });
}

/**
 * Compiles what was asked for with the catalog of this worker. Whatever a row says, these are the only commands that run on a server.
 * `outputs`: what the reads printed, by key.
 */
export function compileRequest(
  stored: StoredRequest,
  outputs: Readonly<Record<string, string>> = {},
): Compiled {
  const compiled = attempt(() => compileStored({ ...stored, outputs }));
  if (compiled === null) return rejected({ code: 'settings_invalid', package: stored.definition.title });
  if (!compiled.ok) return rejected(problemOf(stored, compiled.issues));
  return { ...compiled, hash: planHash(compiled.plan) };
}

/** Null where it throws: a definition that cannot cope with what is stored would be tried again forever. */
function attempt<T>(compute: () => T): T | null {
  try {
    return compute();
  } catch {
    return null;
  }
}

function problemOf({ definition }: StoredRequest, issues: readonly InputIssue[]): PlanProblem {
  for (const { problem } of issues)
    if (problem.code === 'not_offered')
      return { code: 'not_offered', package: definition.title, field: problem.title, value: problem.value };
  return { code: 'settings_invalid', package: definition.title };
}

const rejected = (problem: PlanProblem): Rejected => ({ ok: false, problem });
