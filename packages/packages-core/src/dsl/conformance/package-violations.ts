import { fieldProblemMessage } from '@milepost/contract/messages/errors/validation-errors';
import { isServiceOperation } from '@milepost/contract/operation-kinds';
import type { FormField } from '@milepost/contract/form-field';
import { z } from 'zod';
import { compile } from '../compile';
import type { CompileRequest } from '../compile';
import type { PackageDefinition, PackageInput } from '../package/definition';
import { inputForm, parseInput, restoreInput } from '../input';
import { schemaOf } from '../form/schema';
import { operationSteps } from '../plan/operation-steps';
import { planHash } from '../plan-hash';
import type { State } from '../state';
import { references, sampleRelated, secretPaths } from './sample-installations';
import { isJson } from './json';
import { planViolations } from './plan-violations';
import { factsOf, sampleInputs } from './samples';
import { withoutClock } from './without-clock';

/** Everything that is wrong with a package, a sentence each. None: it may join the catalog, which is needed for what it refers to. */
export function packageViolations(
  definition: PackageDefinition,
  catalog: readonly PackageDefinition[],
): string[] {
  return [
    ...metadataViolations(definition),
    ...dataViolations(definition),
    ...Object.keys(definition.operations).flatMap((operation) =>
      operationViolations({ definition, operation, catalog }),
    ),
  ];
}

function metadataViolations(definition: PackageDefinition): string[] {
  const { id, title, description, supports, requirements, conflicts, instance, input } = definition;
  const wrong: string[] = [];
  if (!/^[a-z][a-z0-9_]*$/.test(id)) wrong.push(`The id ${id} is not snake_case.`);
  if (title.trim() === '' || description.trim() === '') wrong.push(`${id} has no title or description.`);
  if (supports.length === 0) wrong.push(`${id} supports no system.`);
  for (const system of supports) {
    if (!/^[a-z]+-\d+(\.\d+)?$/.test(system)) wrong.push(`${id} supports “${system}”: say it as debian-12.`);
  }
  const others = [...requirements.flatMap(({ packageIds }) => packageIds), ...conflicts];
  if (others.includes(id)) wrong.push(`${id} requires or conflicts with itself.`);
  for (const name of instance?.by ?? []) {
    if (!Object.hasOwn(input.shape, name)) wrong.push(`${id} is identified by ${name}, which is no input.`);
  }
  for (const operation of Object.keys(definition.operations)) {
    if (!/^[a-z][a-z0-9_]*$/.test(operation))
      wrong.push(`${id}: the operation ${operation} is not snake_case.`);
  }
  return wrong;
}

function dataViolations(definition: PackageDefinition): string[] {
  const { id, data } = definition;
  if (!data) return [];
  const [raw] = samplesOf(definition, 'install');
  const paths = raw ? data.paths(raw.input) : [];
  return [
    ...(paths.length === 0 && raw ? [`${id}: the data “${data.holds}” is in no place.`] : []),
    ...paths
      .filter((place) => !/^\/.*[^/]$/.test(place))
      .map((place) => `${id}: the place of data ${place} is not an absolute path.`),
  ];
}

interface Sample {
  /** Of the installation. */
  input: PackageInput;
  options: PackageInput;
  /** As rows hold what was sent. */
  publicInput: Record<string, unknown>;
}

/** What is compiled: for an install each sample of its form, for others the first one with each sample of the options. */
function samplesOf(definition: PackageDefinition, operation: string): Sample[] {
  const parsedSamples = (of: string) =>
    sampleInputs(definition, of).flatMap((raw) => {
      const parsed = parseInput(definition, raw, of);
      return parsed.ok ? [parsed] : [];
    });
  const inputs = parsedSamples('install');
  if (operation === 'install')
    return inputs.map(({ input, publicInput }) => ({ input, publicInput, options: {} }));
  const input = inputs[0]?.input;
  if (!input) return [];
  return parsedSamples(operation).map(({ input: options, publicInput }) => ({ input, options, publicInput }));
}

interface Subject {
  definition: PackageDefinition;
  operation: string;
  catalog: readonly PackageDefinition[];
}

function operationViolations(subject: Subject): string[] {
  const { definition, operation } = subject;
  const wrong = formViolations(definition, operation);
  // Without a valid form there is nothing to compile.
  if (wrong.length > 0) return wrong;
  const compiled = samplesOf(definition, operation).flatMap((sample) =>
    definition.supports.flatMap((system) => compiledViolations(subject, { sample, system })),
  );
  return [...new Set([...compiled, ...defaultViolations(subject)])];
}

/** What is lost for good has to be asked for. */
function defaultViolations({ definition, operation, catalog }: Subject): string[] {
  const [sample] = samplesOf(definition, operation);
  const parsed = parseInput(definition, {}, operation);
  if (operation !== 'uninstall' || !parsed.ok || !sample) return [];
  return definition.supports.flatMap((system) => {
    const plan = compile({
      definition,
      operation,
      input: sample.input,
      options: parsed.input,
      server: factsOf(system),
      ...references(sampleRelated(definition, catalog)),
    });
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

function formViolations(definition: PackageDefinition, operation: string): string[] {
  const at = `${definition.id} ${operation}`;
  const notJson = Object.entries(
    schemaOf(definition, operation).shape as Record<string, z.core.$ZodType>,
  ).filter(([, field]) => !isJsonField(field));
  if (notJson.length > 0)
    return notJson.map(
      ([name]) =>
        `${at}: the field ${name} has a default or a detail that is not JSON, so the form would show another.`,
    );
  const wrong = inputForm(definition, operation).flatMap((field) => fieldViolations(field, at));
  if (wrong.length > 0) return wrong;
  return sampleInputs(definition, operation).flatMap((raw) => {
    const parsed = parseInput(definition, raw, operation);
    return parsed.ok
      ? []
      : parsed.issues.map(
          ({ path, problem }) =>
            `${at}: a default or example is refused: ${path}: ${fieldProblemMessage(problem)}`,
        );
  });
}

function fieldViolations(
  { name, title, type, required, example, min, max, item, fields = [] }: FormField,
  at: string,
): string[] {
  const asksForExample =
    required && !['secret', 'installation', 'list', 'object'].includes(type) && name !== 'item';
  return [
    ...(title === name && name !== 'item' ? [`${at}: the field ${name} has no title.`] : []),
    ...(asksForExample && example === null
      ? [`${at}: the field ${name} has neither a default nor an example.`]
      : []),
    ...(type === 'number' && (min === null || max === null)
      ? [`${at}: the number ${name} has no bounds.`]
      : []),
    ...(type.startsWith('text') && max === null ? [`${at}: the text ${name} may be of any length.`] : []),
    ...(type === 'list' && max === null ? [`${at}: the list ${name} may be of any length.`] : []),
    ...[...(item ? [item] : []), ...fields].flatMap((inner) => fieldViolations(inner, at)),
  ];
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

interface SampleOperation {
  sample: Sample;
  system: string;
}

function compiledViolations(
  { definition, operation, catalog }: Subject,
  { sample, system }: SampleOperation,
): string[] {
  const at = `${definition.id} ${operation}`;
  const { publicInput, input, options } = sample;
  const related = sampleRelated(definition, catalog);
  const request: CompileRequest = {
    ...{ definition, operation, input, options, server: factsOf(system) },
    ...references(related),
  };
  const plan = withoutClock(() => compile(request));
  const restored = restoreInput(definition, publicInput, operation);
  const again = restored.ok && {
    ...request,
    ...(operation === 'install' ? { input: restored.input } : { options: restored.input }),
  };
  return [
    ...planViolations(plan, [
      ...secretsOf(definition, 'install', ''),
      ...secretsOf(definition, operation, 'options.'),
      ...secretPaths(related),
    ]),
    ...(again && planHash(withoutClock(() => compile(again))) === planHash(plan)
      ? []
      : [
          `${at}: the plan of the stored input is another one: is something random or read from outside in it?`,
        ]),
    ...(isJson(plan) ? [] : [`${at}: the plan does not survive being stored as JSON.`]),
    ...stepViolations(request, at),
  ];
}

function secretsOf(definition: PackageDefinition, operation: string, prefix: string): string[] {
  return inputForm(definition, operation).flatMap(({ type, name }) =>
    type === 'secret' ? [`${prefix}${name}`] : [],
  );
}

function stepViolations(request: CompileRequest, at: string): string[] {
  const { definition, operation, input } = request;
  const milestones = operationSteps(request);
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
      .filter(({ assertion, leftoverLabel }) => operation === 'uninstall' && !assertion && !leftoverLabel)
      .map(
        (state) =>
          `${at}: ${id}/${state.id} does not say in “leftoverLabel” what is left while it does not hold.`,
      ),
  );
  const places = definition.data?.paths(input) ?? [];
  const undeclared = milestones.flatMap(({ id, states }) =>
    states
      .flatMap((state) => state.data ?? [])
      .filter((place) => !places.includes(place))
      .map((place) => `${at}: ${id} has data in ${place}: declare it in “data”.`),
  );
  const unchecked =
    operation === 'uninstall' &&
    milestones.some(({ id }) => id === 'remove_packages') &&
    milestones[0]?.id !== 'check_system'
      ? [
          `${at}: begin with check_system, so that nothing is stopped before it is known that the packages can go.`,
        ]
      : [];
  const last = milestones.at(-1);
  const verifies =
    last !== undefined && last.states.length > 0 && last.states.every(({ assertion }) => assertion);
  const wrong = [...unsafe, ...oneWay, ...unnamed, ...undeclared, ...unchecked];
  // Operations that follow from a service end with its state; a package's own may end with what only cleans up.
  const mustVerify = ['install', 'update', 'uninstall'].includes(operation) && !isServiceOperation(operation);
  return verifies || !mustVerify
    ? wrong
    : [...wrong, `${at}: the last milestone verifies nothing: end with assertions.`];
}

/** The plan has room for one of the two: the other would be lost. */
function checkViolations(state: State): string[] {
  return state.check !== null && state.noCheckReason !== undefined
    ? ['has a check and says that it has none.']
    : [];
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
