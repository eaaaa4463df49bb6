import type { PlannedRequirement } from '@milepost/contract/plan';
import type { z } from 'zod';
import type { PackageDefinition } from '../package/definition';
import type { Requirement } from '../package/installation';
import { requiredPackages } from '../package/requirement';
import { requiredInstallation } from './installation-of';
import { fieldsOf } from './schema';

interface Declared {
  within: Pick<PackageDefinition, 'id'> | null;
  endsWithParent: boolean;
  requires: Readonly<Record<string, Requirement<unknown>>>;
  input: z.ZodObject;
}

/** The role of the parent. */
export const PARENT = 'parent';

/** All that a package needs on the same server: its parent, what it requires, and what its form chooses. */
export function requirementsOf({ within, endsWithParent, requires, input }: Declared): PlannedRequirement[] {
  const parent: PlannedRequirement[] = within
    ? [
        {
          ...{ role: PARENT, packageIds: [within.id], capability: null, optional: false },
          ...(endsWithParent && { endsWithRequired: true }),
        },
      ]
    : [];
  const declared = Object.entries(requires).map(([role, requirement]) => {
    const { packages, capability, optional } = requiredPackages(requirement);
    return { role, packageIds: packages.map(({ id }) => id), capability, optional };
  });
  const chosen = Object.entries(fieldsOf(input)).flatMap(([role, field]) => {
    const found = requiredInstallation(field);
    return found ? [{ role, ...found }] : [];
  });
  return [...parent, ...declared, ...chosen];
}

/** Names of the fields that choose another installation. */
export function installationFields(input: z.ZodObject): string[] {
  return Object.entries(fieldsOf(input)).flatMap(([name, field]) =>
    requiredInstallation(field) ? [name] : [],
  );
}

/** IDs of the installations that a stored input chooses. Pure. */
export function chosenInstallations(
  input: z.ZodObject,
  stored: Readonly<Record<string, unknown>> | null,
): string[] {
  return installationFields(input).flatMap((name) => {
    const id = stored?.[name];
    return typeof id === 'string' ? [id] : [];
  });
}
