import type { PackageDefinition } from './definition';
import type { Installation, Requirement } from './installation';

/** A package that others can name: its id and the type of its installations. */
export interface Package<out I extends Installation = Installation>
  extends Requirement<I>, Omit<PackageDefinition, 'id'> {
  readonly id: I['package'];
}

/** What a requirement is at run time. */
export interface RequiredPackages {
  packages: readonly Pick<PackageDefinition, 'id' | 'title'>[];
  capability: string | null;
  optional: boolean;
}

const requirements = new WeakMap<object, RequiredPackages>();

/** Any of these packages; `installation.package` tells which one it is. */
export function oneOf<P extends readonly Package[]>(...packages: P): Requirement<P[number]['$installation']> {
  return made({ packages, capability: null, optional: false });
}

/** A requirement that may be missing: then the definition gets null. */
export function optional<I>(required: Requirement<I>): Requirement<I | null> {
  return made({ ...requiredPackages(required), optional: true });
}

/** Any package that provides this capability. */
export function provider(capability: string): Requirement<Installation> {
  return made({ packages: [], capability, optional: false });
}

/** The packages that a requirement names. A package alone requires itself. */
export function requiredPackages(required: Requirement<unknown>): RequiredPackages {
  const known = requirements.get(required);
  if (known) return known;
  return {
    packages: [required as Requirement<unknown> & PackageDefinition],
    capability: null,
    optional: false,
  };
}

function made<I>(required: RequiredPackages): Requirement<I> {
  // The type of the installation is all that a requirement has for the compiler.
  const requirement = {} as Requirement<I>;
  requirements.set(requirement, required);
  return requirement;
}
