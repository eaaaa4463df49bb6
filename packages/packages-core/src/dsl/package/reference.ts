import { installationFields } from '../form/requirements';
import { fieldsOf, secretFields } from '../form/schema';
import type { Json } from '../facts/fact';
import { Secret } from '../secret';
import type { PackageDefinition, PackageInput } from './definition';
import type { Installation } from './installation';
import { installationTitle } from './instance';

/** An installation as rows hold it, with those that it refers to. */
export interface InstallationRow {
  id: string;
  definition: PackageDefinition;
  /** The public part: masks for secrets, IDs for installations. */
  input: Readonly<Record<string, unknown>>;
  version: string | null;
  discovered: Readonly<Record<string, Json>>;
  parent: InstallationRow | null;
  /** By name of the form field that chooses it. */
  chosen: Readonly<Record<string, InstallationRow | null>>;
}

/**
 * What a definition sees of another installation, in this role: a key of its `requires`, a form field, or `parent`. Secrets are references
 * whose name is the path to them, `database.owner.password`: the worker opens them by that. Throws where an installation that it chooses
 * is missing.
 */
export function installationReference(row: InstallationRow, role: string): Installation {
  const { id, definition, version, discovered, parent } = row;
  const stored = definition.upgradeInput(row.input);
  return {
    ...{ id, package: definition.id, title: installationTitle(definition, stored), version },
    input: referencedInput(row, stored, role),
    discovered,
    parent: parent && installationReference(parent, `${role}.parent`),
  };
}

function referencedInput(
  { definition, chosen }: InstallationRow,
  stored: PackageInput,
  role: string,
): PackageInput {
  const secrets = secretFields(definition.input)
    .filter((name) => stored[name] !== undefined)
    .map((name) => [name, new Secret(`${role}.${name}`)] as const);
  const installations = installationFields(definition.input).map((name) => {
    const other = chosen[name] ?? null;
    if (!other && typeof stored[name] === 'string')
      throw new Error(`${definition.title}: the installation that ${name} chooses is missing.`);
    return [name, other && installationReference(other, `${role}.${name}`)] as const;
  });
  const known = Object.keys(fieldsOf(definition.input)).map((name) => [name, stored[name]] as const);
  return {
    ...Object.fromEntries(known),
    ...Object.fromEntries(secrets),
    ...Object.fromEntries(installations),
  };
}
