import type { PackageDefinition, PackageInput } from './definition';

/**
 * What tells one installation of a package from the others on its server, or in its parent: the values of the inputs that identify it.
 * Empty of a package that exists once. `input` may be the public one. Pure.
 */
export function instanceKey({ instance }: Pick<PackageDefinition, 'instance'>, input: PackageInput): string {
  if (!instance) return '';
  const values = instance.by.map((name) => input[name] ?? null);
  const [only] = values;
  return values.length === 1 && typeof only === 'string' ? only : JSON.stringify(values);
}

/** What people call an installation: "PHP 8.4", or the package's title. `input` may be the public one. Pure. */
export function installationTitle(
  { instance, title }: Pick<PackageDefinition, 'instance' | 'title'>,
  input: PackageInput,
): string {
  return instance ? instance.title(input) : title;
}
