import { definitions } from '../generated/catalog';
import { ownPackages } from './own/own-packages';
import type { PackageDefinition } from './define-package';

/** Every package there is: one a file in src/definitions, and those of one's own. */
export function catalog(): readonly PackageDefinition[] {
  const { definitions: own } = ownPackages();
  return own.length === 0 ? definitions : [...definitions, ...own];
}

/** The package of this id, if there is one. */
export function findPackage(id: string): PackageDefinition | undefined {
  return catalog().find((definition) => definition.id === id);
}

/** Is it one of those that are read from a directory? */
export function isOwnPackage({ id }: PackageDefinition): boolean {
  return ownPackages().definitions.some((own) => own.id === id);
}
