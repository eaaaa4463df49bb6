import { requestErrorMessage } from '@milepost/contract/messages/errors/request-errors';
import {
  fieldProblemMessage,
  invalidFieldsMessage,
} from '@milepost/contract/messages/errors/validation-errors';
import { preconditionMessage } from '@milepost/contract/messages/errors/precondition-errors';
import type { Database } from '@milepost/db/client';
import type { Installation, Server } from '@milepost/db/types';
import type { ServerFacts } from '@milepost/contract/facts';
import { listensOf } from '@milepost/packages-core/dsl/compile-stored';
import { chosenInstallations } from '@milepost/packages-core/dsl/form/requirements';
import { checkPreconditions, dependentInstallations } from '@milepost/packages-core/dsl/preconditions';
import type { PreconditionContext } from '@milepost/packages-core/dsl/preconditions';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import type { PackageDefinition } from '@milepost/packages-core/dsl/define-package';
import { instanceKey } from '@milepost/packages-core/dsl/package/instance';
import { isMask } from '@milepost/packages-core/dsl/secret';
import { parseInput } from '@milepost/packages-core/dsl/input';
import type { ParsedInput } from '@milepost/packages-core/dsl/input';
import { AppError } from '../../errors/app-error';
import { requestError } from '../../errors/request-error';
import { requirePackage } from '../catalog/require-package';
import { notReady } from '../servers/not-ready';
import { requireServer } from '../servers/require-server';

export interface PackageRequest {
  serverId: string;
  packageId: string;
  /** What it is about. Left out of an install: the installation that its input identifies, which may be there or not. */
  installationId?: string;
  /** What a new installation lives in. */
  parentId?: string | undefined;
  /** `install` also changes what is there. */
  kind: string;
  /** As the form sent it. */
  input: Record<string, unknown>;
}

export interface ValidatedRequest {
  definition: PackageDefinition;
  server: Server;
  /** Null: never read, so no plan can be made. */
  facts: ServerFacts | null;
  parsed: Extract<ParsedInput, { ok: true }>;
  /** What it is about; null where an install makes it. */
  installation: Installation | null;
  /** What it lives in. */
  parentId: string | null;
  /** What else is on the server. */
  others: Installation[];
  /** What prevents it, in a sentence. */
  problem: string | null;
  /** The installations that the sentence is about: an uninstall would leave them without something that they need. */
  dependents: Installation[];
}

/**
 * Parses a request and checks what prevents it. `assumed`: installations as they will be by then, in place of those that are stored. Throws
 * AppError with the fields that are not valid.
 */
export async function validateRequest(
  db: Database,
  request: PackageRequest,
  assumed: readonly Installation[] = [],
): Promise<ValidatedRequest> {
  const { serverId, packageId, kind, input } = request;
  const definition = requirePackage(packageId);
  if (!Object.hasOwn(definition.operations, kind))
    throw requestError('BAD_REQUEST', { code: 'operation_unknown', package: definition.title });
  const server = await requireServer(db, serverId);
  // In the order in which a worker reads them: a requirement takes the first that fits.
  const stored = await db.installation.findMany({
    where: { serverId, uninstalledAt: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  const all = [...stored.filter(({ id }) => !assumed.some((other) => other.id === id)), ...assumed];
  const installation = findInstallation(all, definition, request);
  const asked = definition.within === null ? null : (request.parentId ?? null);
  const parentId = installation ? installation.parentId : asked;
  const others = all.filter(({ id }) => id !== installation?.id);
  const kept = kind === 'install' && installation ? keepable(installation) : null;
  const parsed = parseInput(definition, input, { operation: kind, stored: kept });
  if (!parsed.ok) {
    const fields = Object.fromEntries(
      parsed.issues.map(({ path, problem }) => [path, fieldProblemMessage(problem)]),
    );
    throw new AppError('BAD_REQUEST', invalidFieldsMessage(Object.values(fields)), { fields });
  }
  const facts = server.facts as unknown as ServerFacts | null;
  const absent = kind !== 'install' && installation === null;
  const preconditions = {
    ...{ kind, definition, facts, findPackage },
    ...{ installationId: installation?.id ?? null, title: installation?.title ?? null },
    installed: others.map(otherInstallation),
    listens: kind === 'install' ? listensOf(definition, parsed.publicInput) : [],
  };
  const violation = violationMessage(preconditions);
  const problem =
    notReady(server) ??
    (facts ? null : requestErrorMessage({ code: 'system_unknown', name: server.name })) ??
    (absent
      ? requestErrorMessage({
          ...{ code: 'package_not_installed', package: definition.title },
          name: server.name,
        })
      : null) ??
    violation;
  const byId = new Map(others.map((other) => [other.id, other]));
  const inTheWay = problem === violation ? dependentInstallations(preconditions) : [];
  const dependents = inTheWay.flatMap(({ id }) => byId.get(id) ?? []);
  return { definition, server, facts, parsed, installation, parentId, others, problem, dependents };
}

/** By its id, else the one that the input identifies. */
function findInstallation(
  all: Installation[],
  definition: PackageDefinition,
  { packageId, installationId, parentId, kind, input }: PackageRequest,
): Installation | null {
  const ofPackage = all.filter((each) => each.packageId === packageId);
  if (installationId !== undefined) {
    const found = ofPackage.find(({ id }) => id === installationId);
    if (!found) throw requestError('NOT_FOUND', { code: 'installation_not_found' });
    return found;
  }
  const key = kind === 'install' ? instanceKey(definition, input) : '';
  const parent = definition.within === null ? null : (parentId ?? null);
  return ofPackage.find((each) => each.key === key && each.parentId === parent) ?? null;
}

/** The stored input, whose secrets stay where the form leaves them out: those that are there. */
function keepable({
  begunInput,
  completedInput,
  begunSecrets,
}: Installation): Record<string, unknown> | null {
  const stored = (begunInput ?? completedInput) as Record<string, unknown> | null;
  if (stored === null || begunSecrets !== null) return stored;
  return Object.fromEntries(Object.entries(stored).filter(([name, value]) => !isMask(name, value)));
}

/** What counts of another installation on the server. */
export const otherInstallation = (other: Installation) => {
  const { id, packageId, title, parentId, status, ownedPaths, begunInput } = other;
  const definition = findPackage(packageId);
  const stored = begunInput as Record<string, unknown> | null;
  const listens = definition ? listensOf(definition, stored) : [];
  const chosen = definition ? chosenInstallations(definition.input, stored) : [];
  return { id, packageId, title, parentId, status, ownedPaths, listens, chosen };
};

/** What prevents an operation, in a sentence; null where nothing does. */
export function violationMessage(context: PreconditionContext): string | null {
  const violated = checkPreconditions(context);
  return violated && preconditionMessage(violated);
}
