import { findPackage } from '@milepost/packages-core/dsl/catalog';
import type { PackageDefinition } from '@milepost/packages-core/dsl/define-package';
import { AppError } from '../../errors/app-error';

/** The package of this id, or a sentence. */
export function requirePackage(packageId: string): PackageDefinition {
  const definition = findPackage(packageId);
  if (!definition) throw new AppError('NOT_FOUND', 'Package not found.');
  return definition;
}

/** What people call it; its id where the catalog no longer knows it. */
export function packageTitle(packageId: string): string {
  return findPackage(packageId)?.title ?? packageId;
}
