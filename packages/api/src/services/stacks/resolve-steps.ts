import type { StackStep } from '@milepost/contract/stack';
import type { Database } from '@milepost/db/client';
import type { Installation } from '@milepost/db/types';
import { canonicalJson } from '@milepost/packages-core/dsl/plan-hash';
import { installationTitle, instanceKey } from '@milepost/packages-core/dsl/package/instance';
import { AppError } from '../../errors/app-error';
import { compilePlan } from '../packages/compile-plan';
import type { CompiledRequest } from '../packages/compile-plan';
import { validateRequest } from '../packages/validate-request';
import type { PackageRequest, ValidatedRequest } from '../packages/validate-request';
import { stackView } from './find-stack';
import type { FoundStack } from './find-stack';
import { derivedId } from './derived-id';

export interface StackRequest {
  /** From the form, so that a second press is the same run. */
  runId: string;
  stackId: string;
  serverId: string;
  /** What the form asked for, by the number of the step: secrets and what the stack leaves open. */
  given: Record<string, Record<string, unknown>>;
}

export interface ResolvedStep {
  /** From 1. */
  n: number;
  request: PackageRequest;
  /** With what the earlier steps will have done. */
  validated: ValidatedRequest;
  compiled: CompiledRequest | { plan: null; problem: string | null };
  installation: { id: string; key: string; title: string | null; parentId: string | null };
  /** `skipped`: installed already with these settings. `later`: its plan depends on what earlier steps do. */
  is: 'skipped' | 'later' | 'now';
}

/**
 * What a stack comes to on a server, step by step: each as if those before it had completed.
 *
 * @throws AppError PRECONDITION_FAILED where the catalog does not have all packages; BAD_REQUEST with fields called `<n>.<name>`
 */
export async function resolveSteps(
  db: Database,
  { steps, ...stack }: FoundStack,
  { runId, serverId, given }: StackRequest,
): Promise<ResolvedStep[]> {
  const { problem } = stackView({ ...stack, steps });
  if (problem !== null) throw new AppError('PRECONDITION_FAILED', problem);
  const resolved: ResolvedStep[] = [];
  for (const [index, step] of steps.entries()) {
    const n = index + 1;
    const request = requestOf(step, { serverId, given: given[n] ?? {}, resolved });
    resolved.push(await resolveStep(db, { n, runId, request, resolved }).catch(atStep(n)));
  }
  return resolved;
}

interface Known {
  serverId: string;
  given: Record<string, unknown>;
  /** The steps before. */
  resolved: readonly ResolvedStep[];
}

function requestOf(
  { packageId, input, parent, chosen = {} }: StackStep,
  { serverId, given, resolved }: Known,
): PackageRequest {
  const idOf = (n: number) => resolved[n - 1]?.installation.id;
  const refers = Object.entries(chosen).map(([name, n]) => [name, idOf(n)] as const);
  return {
    ...{ serverId, packageId, kind: 'install' },
    input: { ...input, ...Object.fromEntries(refers), ...given },
    ...(parent !== undefined && { parentId: idOf(parent) }),
  };
}

interface Step {
  n: number;
  runId: string;
  request: PackageRequest;
  resolved: readonly ResolvedStep[];
}

async function resolveStep(db: Database, { n, runId, request, resolved }: Step): Promise<ResolvedStep> {
  const assumed = resolved.map(assumedInstallation);
  const validated = await validateRequest(db, request, assumed);
  const compiled = compilePlan(validated, request.kind);
  const { definition, parsed, parentId } = validated;
  const installation = {
    id: validated.installation?.id ?? derivedId(runId, n, 'installation'),
    key: instanceKey(definition, parsed.publicInput),
    title: definition.instance ? installationTitle(definition, parsed.publicInput) : null,
    parentId,
  };
  const step = { n, request, validated, compiled, installation };
  if (isInPlace(validated)) return { ...step, is: 'skipped' };
  const depends = n > 1 && (await dependsOnEarlier(db, request, { validated, compiled }));
  return { ...step, is: depends ? 'later' : 'now' };
}

/** As packages/db/src/stacks/in-place.ts decides it when the step's turn comes. */
function isInPlace({ installation, parsed }: ValidatedRequest): boolean {
  return (
    installation?.status === 'active' &&
    Object.keys(parsed.secrets).length === 0 &&
    canonicalJson(installation.completedInput) === canonicalJson(parsed.publicInput) &&
    ((installation.drift as { differences?: unknown[] } | null)?.differences?.length ?? 0) === 0
  );
}

/** Whether without the earlier steps there would be another plan, or none. */
async function dependsOnEarlier(
  db: Database,
  request: PackageRequest,
  { validated, compiled }: Pick<ResolvedStep, 'validated' | 'compiled'>,
): Promise<boolean> {
  const alone = await validateRequest(db, request);
  const without = compilePlan(alone, request.kind);
  const same = without.plan !== null && compiled.plan !== null && without.hash === compiled.hash;
  return !same || alone.problem !== validated.problem || without.problem !== compiled.problem;
}

/** The installation of a step once it has completed. */
function assumedInstallation({ validated, compiled, request, installation }: ResolvedStep): Installation {
  const { parsed } = validated;
  const now = new Date();
  const made: Installation = {
    ...{ siteId: null, adopted: false, version: null, configuration: {}, discovered: {} },
    ...{ begunSecrets: null, completedSecrets: null, drift: null, driftCheckedAt: null },
    ...{ availableVersion: null, versionHeld: false, packageListsAt: null, uninstalledAt: null },
    ...{ createdAt: now, updatedAt: now, installedAt: now },
    ...validated.installation,
    ...{ ...installation, serverId: request.serverId, packageId: request.packageId, status: 'active' },
    ownedPaths: [...(compiled.plan?.owns ?? validated.installation?.ownedPaths ?? [])],
  } as Installation;
  const input = parsed.publicInput as Installation['begunInput'];
  return { ...made, begunInput: input, completedInput: input };
}

/** So that the form knows which of its fields is meant. */
const atStep =
  (n: number) =>
  (error: unknown): never => {
    if (!(error instanceof AppError) || !error.fields) throw error;
    const fields = Object.entries(error.fields).map(([name, sentence]) => [`${n}.${name}`, sentence]);
    throw new AppError(error.code, error.publicMessage, { fields: Object.fromEntries(fields) as Fields });
  };

type Fields = Record<string, string>;
