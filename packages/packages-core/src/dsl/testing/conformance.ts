import type { OperationKind } from '../../contract/statuses';
import { compile, milestonesOf } from '../compile';
import type { PackageDefinition } from '../define-package';
import { parseInput, restoreInput } from '../input';
import { inputForm } from '../input-form';
import type { FormKind } from '../input-form';
import { planHash } from '../plan-hash';
import type { State } from '../state';
import { isWorded } from '../vocabulary';
import { planViolations } from './plan-violations';
import { factsOf, sampleInputs } from './samples';

/** Everything that is wrong with a package, a sentence each. None: it may join the catalogue. */
export function violations(definition: PackageDefinition): string[] {
  const kinds: OperationKind[] = [
    'install',
    ...(definition.update ? (['update'] as const) : []),
    'uninstall',
  ];
  return [...aboutViolations(definition), ...kinds.flatMap((kind) => kindViolations(definition, kind))];
}

function aboutViolations({
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

function kindViolations(definition: PackageDefinition, kind: OperationKind): string[] {
  const form: FormKind = kind === 'uninstall' ? 'uninstall' : 'install';
  const wording = milestonesOf(definition, kind)
    .map((milestone) => isWorded(kind, milestone))
    .filter((said) => said !== true);
  const formErrors = formViolations(definition, form);
  // Without a valid form there is nothing to compile.
  if (formErrors.length > 0) return [...wording, ...formErrors];
  const compiled = sampleInputs(definition, form).flatMap((raw) =>
    definition.supports.flatMap((system) => compiledViolations(definition, { kind, form, raw, system })),
  );
  return [...new Set([...wording, ...compiled])];
}

function formViolations(definition: PackageDefinition, kind: FormKind): string[] {
  const at = `${definition.id} ${kind}`;
  const fields = inputForm(definition, kind);
  if (JSON.stringify(JSON.parse(JSON.stringify(fields))) !== JSON.stringify(fields))
    return [`${at}: the form is not JSON.`];
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
          ({ path, message }) => `${at}: a default or example is refused: ${path}: ${message}`,
        );
  });
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
  const stored = planHash(JSON.parse(JSON.stringify(plan)) as typeof plan);
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
    ...(stored === hash ? [] : [`${at}: the plan does not survive being stored as JSON.`]),
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
      .filter((state) => !state.repeatable && !state.once)
      .map((state) => `${at}: ${id}/${state.id} is neither repeatable nor says in “once” why not.`),
  );
  const oneWay = milestones.flatMap(({ id, states }) =>
    states.flatMap((state) => wayBackViolations(state).map((wrong) => `${at}: ${id}/${state.id} ${wrong}`)),
  );
  const unnamed = milestones.flatMap(({ id, states }) =>
    states
      .filter(({ proof, remains }) => kind === 'uninstall' && !proof && !remains)
      .map(
        (state) => `${at}: ${id}/${state.id} does not say in “remains” what is left while it does not hold.`,
      ),
  );
  const last = milestones.at(-1);
  const proves = last !== undefined && last.states.length > 0 && last.states.every(({ proof }) => proof);
  const wrong = [...unsafe, ...oneWay, ...unnamed];
  return proves ? wrong : [...wrong, `${at}: the last milestone proves nothing: end with proofs.`];
}

/** What is wrong with a state's way back. None is needed where nothing is brought about. */
export function wayBackViolations({ proof, undo, irreversible }: State): string[] {
  if (proof) return [];
  if (!undo && irreversible === undefined)
    return ['has neither “undo” nor says in “irreversible” why there is no way back.'];
  if (undo && irreversible !== undefined) return ['has an undo and says that there is none.'];
  if (irreversible !== undefined && !/^[A-Z].*\.$/.test(irreversible))
    return ['does not say in a sentence why there is no way back.'];
  return [];
}
