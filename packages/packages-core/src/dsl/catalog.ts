import { definitions } from '../generated/catalog';
import type { PackageDefinition } from './define-package';

/** Every package there is: one a file in src/definitions, by title. */
export function catalog(): readonly PackageDefinition[] {
  return definitions;
}

/** The package of this id, if there is one. */
export function findPackage(id: string): PackageDefinition | undefined {
  return definitions.find((definition) => definition.id === id);
}
