import { fieldProblemMessage } from '@milepost/contract/messages/errors/validation-errors';
import { z } from 'zod';
import type { OperationKind } from '@milepost/contract/operation-kinds';
import { compile, milestonesOf } from '../compile';
import type { PackageDefinition } from '../define-package';
import { parseInput, restoreInput } from '../input';
import { inputForm, schemaOf } from '../form/input-form';
import type { FormKind } from '../form/input-form';
import { planHash } from '../plan-hash';
import type { State } from '../state';
import { validateMilestoneLabel } from '../milestone-labels';
import { isJson, masked } from './json';
import { planViolations } from './plan-violations';
import { factsOf, sampleInputs } from './samples';

/** Everything that is wrong with a package, a sentence each. None: it may join the catalog. */
export function packageViolations(definition: PackageDefinition): string[] {
  const kinds: OperationKind[] = [
    'install',
    ...(definition.update ? (['update'] as const) : []),
    'uninstall',
  ];
  return [
    ...metadataViolations(definition),
    ...dataViolations(definition),
    ...kinds.flatMap((kind) => kindViolations(definition, kind)),
  ];
}

function metadataViolations({
  id,
  title,
  description,
  supports,
  requires,
  conflicts,
}: PackageDefinition): string[] {
  const wrong: string[] = [];
  if (!/^[a-z][a-z0-9_]*$/.test(id)) wrong.push(`The id ${id} is not snake_case.`);
  if (title.trim() === '' || description.trim() === '') wrong.push(`${id} has no title or description.`);
  if (supports.length === 0) wrong.push(`${id} supports no system.`);
  for (const system of supports) {
    if (!/^[a-z]+-\d+(\.\d+)?$/.test(system)) wrong.push(`${id} supports “${system}”: say it as debian-12.`);
  }
  if ([...requires, ...conflicts].includes(id)) wrong.push(`${id} requires or conflicts with itself.`);
  return wrong;
}

function dataViolations({ id, data }: PackageDefinition): string[] {
  return data.flatMap(({ content, paths, locatedBy }) => [
    ...(paths.length === 0 ? [`${id}: the data “${content}” is in no place.`] : []),
    ...paths
      .filter((place) => !/^\/.*[^/]$/.test(place))
      .map((place) => `${id}: the place of data ${place} is not an absolute path.`),
    ...(typeof locatedBy === 'string'
      ? /^[A-Z].*\.$/.test(locatedBy)
        ? []
        : [`${id}: say in a sentence in “locatedBy” why nothing can move ${paths.join(', ')}.`]
      : locatedBy.settings.length === 0
        ? [`${id}: name in “locatedBy” the settings that decide where “${content}” is.`]
        : []),
  ]);
}

function kindViolations(definition: PackageDefinition, kind: OperationKind): string[] {
  const form: FormKind = kind === 'uninstall' ? 'uninstall' : 'install';
  const wording = milestonesOf(definition, kind)
    .map((milestone) => validateMilestoneLabel(kind, milestone))
    .filter((said) => said !== true);
  const formErrors = formViolations(definition, form);
  // Without a valid form there is nothing to compile.
  if (formErrors.length > 0) return [...wording, ...formErrors];
  const compiled = sampleInputs(definition, form).flatMap((raw) =>
    definition.supports.flatMap((system) => compiledViolations(definition, { kind, form, raw, system })),
  );
  return [...new Set([...wording, ...compiled, ...defaultViolations(definition, kind)])];
}

/** What is lost for good has to be asked for. */
function defaultViolations(definition: PackageDefinition, kind: OperationKind): string[] {
  const parsed = parseInput(definition, {}, 'uninstall');
  if (kind !== 'uninstall' || !parsed.ok) return [];
  return definition.supports.flatMap((system) => {
    const plan = compile({ definition, kind, input: parsed.input, facts: factsOf(system) });
    return plan.milestones.flatMap(({ id, states }) =>
      states
        .filter(({ destructive }) => destructive !== undefined)
        .map(
          (state) =>
            `${definition.id} uninstall: ${id}/${state.id} destroys something by default: make it an option that is off.`,
        ),
    );
  });
}

function formViolations(definition: PackageDefinition, kind: FormKind): string[] {
  const at = `${definition.id} ${kind}`;
  const notJson = Object.entries(schemaOf(definition, kind).shape as Record<string, z.core.$ZodType>).filter(
    ([, field]) => !isJsonField(field),
  );
  if (notJson.length > 0)
    return notJson.map(
      ([name]) =>
        `${at}: the field ${name} has a default or a detail that is not JSON, so the form would show another.`,
    );
  const fields = inputForm(definition, kind);
  const wrong = fields.flatMap(({ name, title, type, required, example, min, max }) => [
    ...(title === name ? [`${at}: the field ${name} has no title.`] : []),
    ...(required && type !== 'secret' && example === null
      ? [`${at}: the field ${name} has neither a default nor an example.`]
      : []),
    ...(type === 'number' && (min === null || max === null)
      ? [`${at}: the number ${name} has no bounds.`]
      : []),
    ...(type.startsWith('text') && max === null ? [`${at}: the text ${name} may be of any length.`] : []),
  ]);
  if (wrong.length > 0) return wrong;
  return sampleInputs(definition, kind).flatMap((raw) => {
    const parsed = parseInput(definition, raw, kind);
    return parsed.ok
      ? []
      : parsed.issues.map(
          ({ path, problem }) =>
            `${at}: a default or example is refused: ${path}: ${fieldProblemMessage(problem)}`,
        );
  });
}

/** The form is made of its schema as JSON, where another value would turn into something else. */
function isJsonField(field: z.core.$ZodType): boolean {
  const { innerType, defaultValue } =
    field instanceof z.ZodDefault ? field.def : { innerType: null, defaultValue: null };
  return (
    isJson(defaultValue) &&
    isJson(z.globalRegistry.get(field) ?? {}) &&
    (!innerType || isJsonField(innerType))
  );
}

interface Sample {
  kind: OperationKind;
  form: FormKind;
  raw: unknown;
  system: string;
}

function compiledViolations(definition: PackageDefinition, { kind, form, raw, system }: Sample): string[] {
  const at = `${definition.id} ${kind}`;
  const parsed = parseInput(definition, raw, form);
  if (!parsed.ok) return [];
  const facts = factsOf(system);
  const plan = compile({ definition, kind, input: parsed.input, facts });
  const hash = planHash(plan);
  const restored = restoreInput(definition, parsed.publicInput, form);
  const again = restored.ok ? planHash(compile({ definition, kind, input: restored.input, facts })) : null;
  const { configuration } =
    kind === 'uninstall' ? { configuration: {} } : definition.record({ input: parsed.input, facts });
  return [
    ...planViolations(
      plan,
      inputForm(definition, form).flatMap(({ type, name }) => (type === 'secret' ? [name] : [])),
    ),
    ...(again === hash
      ? []
      : [
          `${at}: the plan of the stored input is another one: is something random or read from outside in it?`,
        ]),
    ...(isJson(plan) ? [] : [`${at}: the plan does not survive being stored as JSON.`]),
    ...(isJson(masked(configuration)) ? [] : [`${at}: the record does not survive being stored as JSON.`]),
    ...stateViolations(definition, { kind, at, context: { input: parsed.input, facts } }),
  ];
}

function stateViolations(
  definition: PackageDefinition,
  {
    kind,
    at,
    context,
  }: {
    kind: OperationKind;
    at: string;
    context: Parameters<PackageDefinition['install'][number]['ensure']>[0];
  },
): string[] {
  const milestones = milestonesOf(definition, kind).map((milestone) => ({
    id: milestone.id,
    states: [milestone.ensure(context)].flat(),
  }));
  const unsafe = milestones.flatMap(({ id, states }) =>
    states
      .filter((state) => !state.idempotent && !state.notIdempotentReason)
      .map(
        (state) =>
          `${at}: ${id}/${state.id} is neither idempotent nor says in “notIdempotentReason” why not.`,
      ),
  );
  const oneWay = milestones.flatMap(({ id, states }) =>
    states.flatMap((state) =>
      [...checkViolations(state), ...rollbackViolations(state)].map(
        (wrong) => `${at}: ${id}/${state.id} ${wrong}`,
      ),
    ),
  );
  const unnamed = milestones.flatMap(({ id, states }) =>
    states
      .filter(({ assertion, leftoverLabel }) => kind === 'uninstall' && !assertion && !leftoverLabel)
      .map(
        (state) =>
          `${at}: ${id}/${state.id} does not say in “leftoverLabel” what is left while it does not hold.`,
      ),
  );
  const first = new Set(milestones[0]?.states.map((state) => state.id));
  const unverified = milestones.flatMap(({ id, states }) =>
    states
      .filter(({ precedingAssertion }) => precedingAssertion !== undefined && !first.has(precedingAssertion))
      .map(
        (state) =>
          `${at}: ${id}/${state.id} needs the assertion ${state.precedingAssertion ?? ''} in the first milestone.`,
      ),
  );
  const places = definition.data.flatMap((declared) => declared.paths);
  const undeclared = milestones.flatMap(({ id, states }) =>
    states
      .flatMap((state) => state.data ?? [])
      .filter((place) => !places.includes(place))
      .map(
        (place) =>
          `${at}: ${id} has data in ${place}: declare it in “data”, with the settings that decide where it is.`,
      ),
  );
  const unchecked =
    kind === 'uninstall' &&
    milestones.some(({ id }) => id === 'remove_packages') &&
    milestones[0]?.id !== 'check_system'
      ? [
          `${at}: begin with check_system, so that nothing is stopped before it is known that the packages can go.`,
        ]
      : [];
  const last = milestones.at(-1);
  const verifies =
    last !== undefined && last.states.length > 0 && last.states.every(({ assertion }) => assertion);
  const wrong = [...unsafe, ...oneWay, ...unnamed, ...unverified, ...undeclared, ...unchecked];
  return verifies ? wrong : [...wrong, `${at}: the last milestone verifies nothing: end with assertions.`];
}

/** The plan has room for one of the two: the other would be lost. */
function checkViolations(state: State): string[] {
  return state.check !== null && 'noCheckReason' in state ? ['has a check and says that it has none.'] : [];
}

/** What is wrong with a state's rollback. None is needed where nothing is brought about. */
export function rollbackViolations({ assertion, undo, noUndoReason }: State): string[] {
  if (assertion) return [];
  if (!undo && noUndoReason === undefined)
    return ['has neither “undo” nor says in “noUndoReason” why there is no undo.'];
  if (undo && noUndoReason !== undefined) return ['has an undo and says that there is none.'];
  if (noUndoReason !== undefined && !/^[A-Z].*\.$/.test(noUndoReason))
    return ['does not say in a sentence why there is no undo.'];
  return [];
}
