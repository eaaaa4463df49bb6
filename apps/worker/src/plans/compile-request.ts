import type { PlanProblem } from '@milepost/contract/errors/plan-problem';
import type { ServerFacts } from '@milepost/contract/facts';
import type { Plan } from '@milepost/contract/plan';
import type { OperationKind } from '@milepost/contract/operation-kinds';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import { compileStored } from '@milepost/packages-core/dsl/compile-stored';
import type { StoredInstallation } from '@milepost/packages-core/dsl/compile-stored';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';

export interface CompileRequest {
  packageId: string;
  kind: OperationKind;
  /** The public part, as it is stored. */
  input: unknown;
  /** As it is before the operation; null where nothing of it is there yet. */
  installation: StoredInstallation | null;
  /** As a worker read them; null where none has. */
  facts: ServerFacts | null;
  /** Of the plan that a person saw. */
  shownHash: string;
}

/** `changed`: it has another hash than the one that was shown. */
export type Compiled =
  { ok: true; plan: Plan; hash: string; changed: boolean } | { ok: false; problem: PlanProblem };

/** Compiles what was asked for with the catalog of this worker. Whatever a row says, these are the only commands that run on a server. */
export function compileRequest(request: CompileRequest): Compiled {
  const { packageId, kind, facts } = request;
  const definition = findPackage(packageId);
  if (!definition) return rejected({ code: 'package_unknown', packageId });
  if (facts === null) return rejected({ code: 'server_unread' });
  if (!Object.hasOwn(definition.operations, kind))
    return rejected({ code: 'operation_unknown', package: definition.title, kind });
  const compiled = compileStored({ ...request, definition, facts });
  if (!compiled.ok) return rejected({ code: 'settings_invalid', package: definition.title });
  const hash = planHash(compiled.plan);
  return { ...compiled, hash, changed: hash !== request.shownHash };
}

const rejected = (problem: PlanProblem): Compiled => ({ ok: false, problem });
