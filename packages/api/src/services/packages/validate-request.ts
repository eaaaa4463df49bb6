import { requestErrorMessage } from '@milepost/contract/messages/errors/request-errors';
import {
  fieldProblemMessage,
  invalidFieldsMessage,
} from '@milepost/contract/messages/errors/validation-errors';
import { preconditionMessage } from '@milepost/contract/messages/errors/precondition-errors';
import type { Database } from '@milepost/db/client';
import type { Server } from '@milepost/db/types';
import type { ServerFacts } from '@milepost/contract/facts';
import type { Plan } from '@milepost/contract/plan';
import { compile } from '@milepost/packages-core/dsl/compile';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';
import { checkPreconditions } from '@milepost/packages-core/dsl/preconditions';
import type { PreconditionContext } from '@milepost/packages-core/dsl/preconditions';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import type { PackageDefinition } from '@milepost/packages-core/dsl/define-package';
import { defaultInput } from '@milepost/packages-core/dsl/form/default-input';
import { parseInput } from '@milepost/packages-core/dsl/input';
import type { ParsedInput } from '@milepost/packages-core/dsl/input';
import { AppError } from '../../errors/app-error';
import { requirePackage } from '../catalog/require-package';
import { notReady } from '../servers/not-ready';
import { requireServer } from '../servers/require-server';

export interface PackageRequest {
  serverId: string;
  packageId: string;
  kind: 'install' | 'uninstall';
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
  installationId: string | null;
  /** What prevents it, in a sentence. */
  problem: string | null;
}

/** Parses a request and checks what prevents it. Throws AppError with the fields that are not valid. */
export async function validateRequest(
  db: Database,
  { serverId, packageId, kind, input }: PackageRequest,
): Promise<ValidatedRequest> {
  const definition = requirePackage(packageId);
  const server = await requireServer(db, serverId);
  const parsed = parseInput(definition, input, kind);
  if (!parsed.ok) {
    const fields = Object.fromEntries(
      parsed.issues.map(({ path, problem }) => [path, fieldProblemMessage(problem)]),
    );
    throw new AppError('BAD_REQUEST', invalidFieldsMessage(Object.values(fields)), { fields });
  }
  const facts = server.facts as unknown as ServerFacts | null;
  const all = await db.installation.findMany({
    where: { serverId, uninstalledAt: null },
    select: { id: true, packageId: true, status: true },
  });
  const installed = all.filter((installation) => installation.packageId !== packageId);
  const absent = kind === 'uninstall' && installed.length === all.length;
  const problem =
    notReady(server) ??
    (facts ? null : requestErrorMessage({ code: 'system_unknown', name: server.name })) ??
    (absent
      ? requestErrorMessage({
          ...{ code: 'package_not_installed', package: definition.title },
          name: server.name,
        })
      : null) ??
    violationMessage({ kind, definition, facts, installed, findPackage });
  const installationId = all.find((installation) => installation.packageId === packageId)?.id ?? null;
  return { definition, server, facts, parsed, installationId, problem };
}

function violationMessage(context: PreconditionContext): string | null {
  const violated = checkPreconditions(context);
  return violated && preconditionMessage(violated);
}

/** The plan of a request with its hash; null where the server's facts were never read. */
export function compilePlan(
  { definition, facts, parsed }: ValidatedRequest,
  kind: PackageRequest['kind'],
): { plan: Plan; hash: string } | null {
  if (!facts) return null;
  // Nothing is stored yet of what an uninstall removes.
  const own = kind === 'install' ? parsed.input : defaultInput(definition);
  const options = kind === 'install' ? {} : parsed.input;
  const plan = compile({ definition, operation: kind, input: own, options, server: facts });
  return { plan, hash: planHash(plan) };
}
