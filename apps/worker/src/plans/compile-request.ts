import type { PlanProblem } from '@milepost/contract/errors/plan-problem';
import type { ServerFacts } from '@milepost/contract/facts';
import type { Plan } from '@milepost/contract/plan';
import type { OperationKind } from '@milepost/contract/operation-kinds';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import { compile } from '@milepost/packages-core/dsl/compile';
import { defaultInput } from '@milepost/packages-core/dsl/form/default-input';
import { restoreInput } from '@milepost/packages-core/dsl/input';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';

export interface CompileRequest {
  packageId: string;
  kind: OperationKind;
  /** The public part, as it is stored. */
  input: unknown;
  /** As a worker read them; null where none has. */
  facts: ServerFacts | null;
  /** Of the plan that a person saw. */
  shownHash: string;
}

export type Compiled = { ok: true; plan: Plan } | { ok: false; problem: PlanProblem };

/** Compiles what was asked for with the catalog of this worker. Whatever a row says, these are the only commands that run on a server. */
export function compileRequest({ packageId, kind, input, facts, shownHash }: CompileRequest): Compiled {
  const definition = findPackage(packageId);
  if (!definition) return rejected({ code: 'package_unknown', packageId });
  if (facts === null) return rejected({ code: 'server_unread' });
  const restored = restoreInput(definition, input, kind);
  if (!restored.ok) return rejected({ code: 'settings_invalid', package: definition.title });
  // Nothing is stored yet of what an uninstall removes.
  const own = kind === 'install' ? restored.input : defaultInput(definition);
  const options = kind === 'install' ? {} : restored.input;
  const plan = compile({ definition, operation: kind, input: own, options, server: facts });
  return planHash(plan) === shownHash ? { ok: true, plan } : rejected({ code: 'plan_changed' });
}

const rejected = (problem: PlanProblem): Compiled => ({ ok: false, problem });
