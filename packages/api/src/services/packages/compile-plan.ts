import type { Installation } from '@milepost/db/types';
import type { FieldValue } from '@milepost/contract/form-field';
import { planProblemMessage } from '@milepost/contract/messages/errors/plan-errors';
import type { Plan, PlannedRequirement } from '@milepost/contract/plan';
import { compileStored } from '@milepost/packages-core/dsl/compile-stored';
import { resolveStored } from '@milepost/packages-core/dsl/resolve-stored';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import type { PackageDefinition } from '@milepost/packages-core/dsl/define-package';
import { requirementTitle } from '@milepost/packages-core/dsl/package/relations';
import { requestError } from '../../errors/request-error';
import { otherInstallation, violationMessage } from './validate-request';
import type { PackageRequest, ValidatedRequest } from './validate-request';

/** A plan as the console compiles it: without what a worker has to read on the server first. */
export interface CompiledRequest {
  plan: Plan;
  hash: string;
  /** It depends on what is on the server: the worker's may be another. */
  provisional: boolean;
  /** What of it prevents the operation, in a sentence. */
  problem: string | null;
}

/** The plan of a request, or why there is none: the server's facts were never read, or something that it needs is not there. */
export function compilePlan(
  { definition, server, facts, parsed, installation, parentId, others }: ValidatedRequest,
  kind: PackageRequest['kind'],
): CompiledRequest | { plan: null; problem: string | null } {
  if (!facts) return { plan: null, problem: null };
  const request = {
    ...{ definition, kind, input: parsed.publicInput, facts, parentId, server },
    installation: installation && storedInstallation(installation),
    others: others.map((other) => ({
      ...{ id: other.id, packageId: other.packageId, parentId: other.parentId, status: other.status },
      ...storedInstallation(other),
      discovered: other.discovered as Record<string, FieldValue>,
    })),
  };
  const outdated = requestError('PRECONDITION_FAILED', {
    ...{ code: 'settings_outdated', package: definition.title },
  });
  try {
    const resolved = resolveStored(request, findPackage);
    if (!resolved.ok) return { plan: null, problem: missingMessage(definition, resolved.missing) };
    const compiled = compileStored(resolved.stored);
    if (!compiled.ok) throw outdated;
    return {
      ...withHash(compiled.plan),
      provisional: resolved.reads.length > 0,
      problem: conflictOf(compiled.plan),
    };
  } catch {
    // A definition that cannot cope with what is stored.
    throw outdated;
  }

  function conflictOf(plan: Plan): string | null {
    if (kind !== 'install') return null;
    const installed = others.map(otherInstallation);
    return violationMessage({ kind, definition, facts, findPackage, owns: plan.owns ?? [], installed });
  }
}

const withHash = (plan: Plan) => ({ plan, hash: planHash(plan) });

function missingMessage({ title }: PackageDefinition, missing: PlannedRequirement): string {
  const requirement = requirementTitle(missing, findPackage);
  return planProblemMessage({ code: 'requirement_missing', package: title, requirement });
}

const storedInstallation = ({ begunInput, completedInput, version }: Installation) => ({
  begunInput: begunInput as Record<string, unknown> | null,
  completedInput: completedInput as Record<string, unknown> | null,
  version,
});
