import { findPackage } from '@milepost/packages-core/dsl/catalog';
import type { PackageDefinition } from '@milepost/packages-core/dsl/define-package';
import { requestError } from '../../errors/request-error';

/** The package of this id, or a sentence. */
export function requirePackage(packageId: string): PackageDefinition {
  const definition = findPackage(packageId);
  if (!definition) throw requestError('NOT_FOUND', { code: 'package_not_found' });
  return definition;
}

/** What people call it; its id where the catalog no longer knows it. */
export function packageTitle(packageId: string): string {
  return findPackage(packageId)?.title ?? packageId;
}
