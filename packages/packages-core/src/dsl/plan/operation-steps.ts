import type { ServerFacts } from '@milepost/contract/facts';
import { sh } from '../sh';
import { assertion } from '../../states/assertion';
import { availableFor } from '../../states/port';
import { parseFacts } from '../facts/read-facts';
import { installationFields } from '../form/requirements';
import type { ServerConnection } from '../package/context';
import { serverOf } from '../package/context';
import { REMOVE_DATA } from '../package/data';
import type { OperationContext, PackageDefinition, PackageInput } from '../package/definition';
import type { Installation } from '../package/installation';
import type { State } from '../state';
import type { Step } from '../steps/step';
import { flatSteps, step } from '../steps/step';

/** What an operation is compiled from. */
export interface CompileRequest {
  definition: PackageDefinition;
  /** A name of the definition's operations. */
  operation: string;
  /** The installation's own, as `parseInput` or `restoreInput` answered it. */
  input: PackageInput;
  /** What the operation asks, parsed as well. Nothing, when left out. */
  options?: PackageInput;
  server: ServerFacts;
  connection?: ServerConnection;
  /** What the last completed operation left; null in a first install. The input, when left out of another operation. */
  installed?: { input: PackageInput; version: string | null } | null;
  /** As `parseFacts` answered them; what an empty output means, when left out. */
  facts?: OperationContext['facts'];
  discovered?: OperationContext['discovered'];
  parent?: Installation | null;
  /** By role, and by name of the form field that chooses an installation. */
  requires?: Readonly<Record<string, Installation | null>>;
  /** As the options say, when left out. */
  removeData?: boolean;
}

/** The steps of an operation that have something to do, checks first. Throws where the package has no such operation. */
export function operationSteps(request: CompileRequest): Step[] {
  const { definition, operation } = request;
  const found = operationOf(request);
  const context = contextOf(request);
  const all = flatSteps(found.steps(context));
  const steps = all.filter(({ id }) => id !== CHECK);
  const checks = [
    ...refusals(definition, context),
    ...(operation === 'install' ? portChecks(definition, context.input) : []),
    ...all.filter(({ id }) => id === CHECK).flatMap(({ states }) => states),
    ...steps.flatMap(({ states }) => states.flatMap((state) => precedingAssertionOf(state) ?? [])),
  ];
  return flatSteps([step.checkSystem(distinct(checks)), ...steps]);
}

const CHECK = step.checkSystem().id;

/** The operation that is asked for. Throws where the package has none of this name. */
export function operationOf({ definition, operation }: Pick<CompileRequest, 'definition' | 'operation'>) {
  const found = Object.hasOwn(definition.operations, operation)
    ? definition.operations[operation]
    : undefined;
  if (!found) throw new Error(`${definition.title} has no ${operation}.`);
  return found;
}

/** What the functions of a definition receive. */
export function contextOf(request: CompileRequest): OperationContext {
  const { definition, operation, options = {}, requires = {}, parent = null } = request;
  const input = withInstallations(request, requires);
  const installed =
    request.installed ?? (operation === 'install' ? null : { input: request.input, version: null });
  const read = request.facts && request.discovered ? null : parseFacts(definition, input, {});
  return {
    ...{ operation, input, options, requires, parent },
    installed: installed && { ...installed, input: withKnown(definition, installed.input, requires) },
    discovered: request.discovered ?? read?.discovered ?? {},
    facts: request.facts ?? read?.facts ?? {},
    server: serverOf(request.server, request.connection),
    removeData: operation === 'uninstall' && (request.removeData ?? options[REMOVE_DATA] === true),
  };
}

/** The input that facts are read by. Throws where an installation that it chooses is missing. */
export const factInput = (request: CompileRequest): PackageInput =>
  withInstallations(request, request.requires ?? {});

/** Installations in the place of their ids. Throws where one is missing; an uninstall does without. */
function withInstallations(
  { definition: { input: schema, title }, operation, input }: CompileRequest,
  requires: Readonly<Record<string, Installation | null>>,
): PackageInput {
  const chosen = installationFields(schema).map((name) => {
    const installation = requires[name] ?? null;
    if (installation === null && typeof input[name] === 'string' && operation !== 'uninstall')
      throw new Error(`${title}: the installation that ${name} chooses is missing.`);
    return [name, installation] as const;
  });
  return { ...input, ...Object.fromEntries(chosen) };
}

/** The same of an earlier input, which may have chosen another installation: that is null then. */
function withKnown(
  { input: schema }: PackageDefinition,
  input: PackageInput,
  requires: Readonly<Record<string, Installation | null>>,
): PackageInput {
  const chosen = installationFields(schema).map((name) => {
    const installation = requires[name] ?? null;
    return [name, installation?.id === input[name] ? installation : null] as const;
  });
  return { ...input, ...Object.fromEntries(chosen) };
}

/** Why the operation is not possible, so that it fails in the preview and before anything is changed. */
function refusals({ refuse }: PackageDefinition, context: OperationContext): State[] {
  const sentences = refuse(context).flatMap((sentence) => (sentence ? [sentence] : []));
  return sentences.map((sentence, index) =>
    assertion({
      id: `possible_${index + 1}`,
      label: `Not possible: ${sentence.replace(/\.$/, '')}`,
      check: sh`false`,
      onFailure: sh`echo ${sentence} >&2`,
      blocks: true,
    }),
  );
}

/** The TCP ports that the package listens on are free, or its own. */
function portChecks(definition: PackageDefinition, input: PackageInput): State[] {
  const [main] = definition.services(input);
  return definition.listens(input).flatMap(({ protocol, port, on, field }) => {
    if (protocol !== 'tcp' || typeof port !== 'number') return [];
    const chosen = field ?? (input.port === port ? 'port' : null);
    return availableFor(port, main?.unit ?? '', {
      loopback: on === 'loopback',
      ...(chosen !== null && { field: chosen }),
    });
  });
}

function precedingAssertionOf({ precedingAssertion, runAs }: State): State | undefined {
  return precedingAssertion && { ...(runAs !== undefined && { runAs }), ...precedingAssertion };
}

function distinct(states: readonly State[]): State[] {
  return states.filter(({ id }, index) => states.findIndex((other) => other.id === id) === index);
}
