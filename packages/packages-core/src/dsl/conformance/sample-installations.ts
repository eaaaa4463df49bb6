import { fieldProblemMessage } from '@milepost/contract/messages/errors/validation-errors';
import { parseInput } from '../input';
import { PARENT } from '../form/requirements';
import { secretFields } from '../form/schema';
import type { PackageDefinition } from '../package/definition';
import type { Installation } from '../package/installation';
import { installationReference } from '../package/reference';
import type { InstallationRow } from '../package/reference';
import { sampleInputs } from './samples';

/** What an operation on a package is compiled from beside its own: its parent, and by name of the form field what that chooses. */
export interface Related {
  parent?: InstallationRow;
  chosen?: Readonly<Record<string, InstallationRow>>;
}

/** An installation as rows hold it after the form of its package was sent. Throws where the form refuses that. */
export function installationRow(
  definition: PackageDefinition,
  sent: Record<string, unknown>,
  more: Partial<InstallationRow> = {},
): InstallationRow {
  const parsed = parseInput(definition, sent);
  if (!parsed.ok) throw new Error(parsed.issues.map(({ problem }) => fieldProblemMessage(problem)).join(' '));
  return {
    ...{ id: `id-${definition.id}`, definition, input: parsed.publicInput, version: '1' },
    ...{ discovered: {}, parent: null, chosen: {}, ...more },
  };
}

/** The same as definitions see them: for a compilation. */
export function references({ parent, chosen = {} }: Related): {
  parent: Installation | null;
  requires: Record<string, Installation>;
} {
  return {
    parent: parent ? installationReference(parent, PARENT) : null,
    requires: Object.fromEntries(
      Object.entries(chosen).map(([role, row]) => [role, installationReference(row, role)]),
    ),
  };
}

/** Names of the secrets of these installations, as a plan has them: `owner.password`. */
export function secretPaths({ parent, chosen = {} }: Related): string[] {
  const rows = { ...(parent && { [PARENT]: parent }), ...chosen };
  return Object.entries(rows).flatMap(([role, row]) =>
    [
      ...secretFields(row.definition.input),
      ...secretPaths({ ...(row.parent && { parent: row.parent }), chosen: known(row.chosen) }),
    ].map((name) => `${role}.${name}`),
  );
}

/** Made-up installations of all that a package needs, of the first package that fits; what `packages` does not have is left out. */
export function sampleRelated(
  definition: PackageDefinition,
  packages: readonly PackageDefinition[],
): Related {
  const rows = definition.requirements.flatMap(({ role, packageIds, capability, optional }) => {
    const fits = ({ id, provides }: PackageDefinition) =>
      capability === null ? packageIds.includes(id) : provides.includes(capability);
    const found = packages.find(fits);
    return found && !optional ? [[role, sampleRow(found, packages)] as const] : [];
  });
  const { [PARENT]: parent, ...chosen } = Object.fromEntries(rows);
  return { ...(parent && { parent }), chosen };
}

/** Two children that a third one needs are of one parent, because their rows have the same ID. */
function sampleRow(definition: PackageDefinition, packages: readonly PackageDefinition[]): InstallationRow {
  const { parent = null, chosen = {} } = sampleRelated(definition, packages);
  return installationRow(definition, sampleInputs(definition, 'install')[0] ?? {}, { parent, chosen });
}

function known(
  rows: Readonly<Record<string, InstallationRow | null>>,
): Readonly<Record<string, InstallationRow>> {
  return Object.fromEntries(
    Object.entries(rows).flatMap(([role, row]) => (row ? [[role, row] as const] : [])),
  );
}
