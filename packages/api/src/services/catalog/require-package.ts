import { findPackage } from '@milepost/packages-core/dsl/catalog';
import type { PackageDefinition } from '@milepost/packages-core/dsl/define-package';
import { requestError } from '../../errors/request-error';
import type { Verbs } from '../../views/views';

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

/** Its words for installing and uninstalling it; the usual ones where the catalog no longer knows it. */
export function packageVerbs(packageId: string): Verbs {
  const { install, uninstall } = findPackage(packageId)?.verbs ?? USUAL;
  return { install, uninstall };
}

const USUAL: Verbs = { install: 'Install', uninstall: 'Uninstall' };
