import type { StackSteps } from '@milepost/contract/stack';
import { requestErrorMessage } from '@milepost/contract/messages/errors/request-errors';
import type { Database } from '@milepost/db/client';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import { offeredStacks } from '@milepost/packages-core/stacks/shipped';
import { requestError } from '../../errors/request-error';
import type { StackView } from '../../views/stack-views';
import { packageTitle } from '../catalog/require-package';

/** A stack that ships with Milepost, or that a person has saved. */
export interface FoundStack {
  id: string;
  name: string;
  description: string;
  steps: StackSteps;
  /** Null: it ships with Milepost. */
  createdBy: string | null;
}

/** Those that ship first, then those that people have saved, by name. */
export async function findStacks(db: Database): Promise<FoundStack[]> {
  const own = await db.stack.findMany({ orderBy: { name: 'asc' } });
  return [...offeredStacks().map((stack) => ({ ...stack, createdBy: null })), ...own.map(toFound)];
}

/** Throws AppError NOT_FOUND. */
export async function requireStack(db: Database, stackId: string): Promise<FoundStack> {
  const shipped = offeredStacks().find(({ id }) => id === stackId);
  if (shipped) return { ...shipped, createdBy: null };
  const own = await db.stack.findUnique({ where: { id: stackId } });
  if (!own) throw requestError('NOT_FOUND', { code: 'stack_not_found' });
  return toFound(own);
}

/** A stack as pages show it. Pure. */
export function stackView({ id, name, description, steps, createdBy }: FoundStack): StackView {
  const packages = steps.map(({ packageId }) => ({ id: packageId, title: packageTitle(packageId) }));
  const missing = [...new Set(packages.filter((pkg) => !findPackage(pkg.id)).map(({ title }) => title))];
  const problem =
    missing.length === 0 ? null : requestErrorMessage({ code: 'stack_packages_missing', packages: missing });
  return { id, name, description, shipped: createdBy === null, createdBy, packages, problem };
}

type StackRow = Awaited<ReturnType<Database['stack']['findMany']>>[number];

const toFound = ({ steps, ...row }: StackRow): FoundStack => ({
  ...row,
  steps: steps as unknown as StackSteps,
});
