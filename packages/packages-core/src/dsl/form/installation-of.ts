import { z } from 'zod';
import type { Installation, Requirement } from '../package/installation';
import { requiredPackages } from '../package/requirement';
import type { Field, FieldOptions } from './fields';
import { Attachment } from './schema';

type Options = Omit<FieldOptions<never>, 'default' | 'example'>;

interface RequiredInstallation {
  packageIds: string[];
  capability: string | null;
  optional: boolean;
}

const required = new Attachment<RequiredInstallation>();

/**
 * Another installation on the same server. The form shows a select and sends its ID; the definition sees the installation. It cannot be
 * uninstalled while this installation exists.
 */
export function installationOf<I extends Installation>(
  requirement: Requirement<I>,
  options?: Options & { optional?: false },
): Field<I>;
export function installationOf<I extends Installation>(
  requirement: Requirement<I>,
  options: Options & { optional: true },
): Field<I | null>;
export function installationOf(
  requirement: Requirement<Installation>,
  { optional = false, title, ...meta }: Options & { optional?: boolean } = {},
): Field<never> {
  const { packages, capability } = requiredPackages(requirement);
  const value = { packageIds: packages.map(({ id }) => id), capability, optional };
  const id = z
    .string()
    .min(1)
    .max(64)
    .regex(/^[\w-]+$/, 'Choose an installation.');
  const field = (optional ? id.nullable().default(null) : id).meta({
    ...meta,
    title: title ?? packages.map((each) => each.title).join(' or '),
    installation: { packages: value.packageIds, capability },
  });
  // Parsed it is an ID; `compile` puts the installation in its place.
  return required.attach(field, value) as unknown as Field<never>;
}

/** What a field chooses from; undefined of a field that chooses no installation. */
export function requiredInstallation(field: z.core.$ZodType | undefined): RequiredInstallation | undefined {
  return required.of(field);
}
