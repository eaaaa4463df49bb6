import { PARENT } from '../../form/requirements';
import { inputForm } from '../../form/input-form';
import { parseInput } from '../../input';
import { listenConflict } from '../../package/listen';
import type { Listen } from '../../package/listen';
import type { PackageDefinition, PackageInput } from '../../package/definition';
import { installationRow, secretPaths } from '../../conformance/sample-installations';
import type { Related } from '../../conformance/sample-installations';
import { sampleInputs } from '../../conformance/samples';
import type { LabSystem } from '../lab-systems';
import { LIFE_RECORDS } from './records';
import type { LifeRecord } from './records';

/** The password of everything that asks for one. */
const PASSWORD = 'correct-Horse-7-battery-staple';

/** One installation on the server whose life is followed. */
export interface Subject extends Related {
  definition: PackageDefinition;
  record: LifeRecord;
  /** What the form of its install sends. */
  input: Record<string, unknown>;
  /** The same as definitions see it. */
  parsed: PackageInput;
  /** Of others that it needs. */
  secrets: Readonly<Record<string, string>>;
}

export interface Subjects {
  /** Those that fit together on one server, what is needed before what needs it. */
  groups: Subject[][];
  /** Those that Debian does not have on this system, and what lives in them. */
  notProvided: PackageDefinition[];
}

/**
 * An installation of each package that Debian has on this system. A package that cannot be there with another one is in a later group; one
 * whose port is taken gets another.
 */
export function subjectsOn(system: LabSystem['system'], packages: readonly PackageDefinition[]): Subjects {
  const notProvided = packages.filter((each) => !isProvided(each, packages, system));
  let waiting = packages.filter((each) => !notProvided.includes(each));
  const groups: Subject[][] = [];
  while (waiting.length > 0) {
    const group = compatible(waiting, system);
    if (group.length === 0)
      throw new Error(`Nothing provides what these need: ${waiting.map(({ id }) => id).join(', ')}`);
    groups.push(group);
    const done = new Set(group.map(({ definition }) => definition.id));
    waiting = waiting.filter(({ id }) => !done.has(id));
  }
  return { groups, notProvided };
}

function isProvided(
  definition: PackageDefinition,
  packages: readonly PackageDefinition[],
  system: LabSystem['system'],
): boolean {
  const { systems } = LIFE_RECORDS[definition.id]?.providedBy ?? { systems: [system] };
  if (!systems.includes(system)) return false;
  const parent = packages.find(({ id }) => id === definition.within?.id);
  return parent === undefined || isProvided(parent, packages, system);
}

/** As many of them as can be on a server at once. */
function compatible(waiting: readonly PackageDefinition[], system: LabSystem['system']): Subject[] {
  const group: Subject[] = [];
  for (;;) {
    const left = waiting.filter((each) => !group.some(({ definition }) => definition === each));
    const possible = left.filter((each) => fits(each, group));
    const wishes = ({ requirements }: PackageDefinition) =>
      requirements.flatMap(({ packageIds }) => packageIds);
    // What uses another one where it is there comes after that one.
    const next =
      possible.find((each) => !possible.some(({ id }) => wishes(each).includes(id))) ?? possible[0];
    if (!next) return group;
    group.push(subjectOf(next, group, system));
  }
}

/** Nothing of the group conflicts with it, and what it needs is there. */
function fits(wanted: PackageDefinition, group: readonly Subject[]): boolean {
  const names = ({ id, provides }: PackageDefinition) => [id, ...provides];
  const excludes = (one: PackageDefinition, other: PackageDefinition) =>
    one.conflicts.some((name) => names(other).includes(name));
  if (group.some(({ definition }) => excludes(definition, wanted) || excludes(wanted, definition)))
    return false;
  return wanted.requirements.every(
    (required) => required.optional || required.packageIds.length === 0 || chosenFor(required, group),
  );
}

const chosenFor = (
  { packageIds }: PackageDefinition['requirements'][number],
  group: readonly Subject[],
): Subject | undefined => group.find(({ definition }) => packageIds.includes(definition.id));

function subjectOf(
  definition: PackageDefinition,
  group: readonly Subject[],
  system: LabSystem['system'],
): Subject {
  const record = LIFE_RECORDS[definition.id] ?? {};
  const related = relatedOf(definition, group);
  const sent = { ...askedFor(definition), ...record.input?.(system) };
  const taken = group.flatMap((each) => each.definition.listens(each.parsed));
  const { input, parsed } = withFreePort(definition, sent, taken);
  const secrets = Object.fromEntries(secretPaths(related).map((name) => [name, PASSWORD]));
  return { definition, record, input, parsed, secrets, ...related };
}

function relatedOf(definition: PackageDefinition, group: readonly Subject[]): Related {
  const rows = definition.requirements.flatMap((required) => {
    const found = chosenFor(required, group);
    if (!found) return [];
    const { parent = null, chosen = {} } = found;
    return [[required.role, installationRow(found.definition, found.input, { parent, chosen })] as const];
  });
  const { [PARENT]: parent, ...chosen } = Object.fromEntries(rows);
  return { ...(parent && { parent }), chosen };
}

/** The examples of what the form asks for in any case. */
function askedFor(definition: PackageDefinition): Record<string, unknown> {
  const secret = inputForm(definition, 'install').filter(
    ({ required, type }) => required && type === 'secret',
  );
  return {
    ...sampleInputs(definition, 'install')[0],
    ...Object.fromEntries(secret.map(({ name }) => [name, PASSWORD])),
  };
}

function withFreePort(
  definition: PackageDefinition,
  input: Record<string, unknown>,
  taken: readonly Listen[],
): Pick<Subject, 'input' | 'parsed'> {
  const result = parseInput(definition, input, 'install');
  if (!result.ok) throw new Error(`${definition.id}: ${JSON.stringify(result.issues)}`);
  const parsed = result.input;
  if (!listenConflict(definition.listens(parsed), taken)) return { input, parsed };
  if (typeof parsed.port !== 'number')
    throw new Error(`${definition.id} has no other port than a taken one.`);
  return withFreePort(definition, { ...input, port: parsed.port + 1000 }, taken);
}
