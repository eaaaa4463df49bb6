import { operationTitle } from '@milepost/contract/operation-title';
import type {
  Plan,
  PlannedCommand,
  PlannedMilestone,
  PlannedState,
  TransientFailure,
} from '@milepost/contract/plan';
import { listBackups } from '../states/file/files';
import { dataOutOfSight } from './package/data';
import type { PackageDefinition, PackageInput } from './package/definition';
import { installationTitle } from './package/instance';
import { planCommands } from './plan/commands';
import { captureFor } from './plan/early-captures';
import { librariesOf, libraryText } from './plan/libraries';
import { contextOf, operationOf, operationSteps } from './plan/operation-steps';
import type { CompileRequest } from './plan/operation-steps';
import { rollbackHooksFor } from './plan/rollback-hooks';
import { asItsUser } from './plan/run-as';
import { compileUndoOnServer, formatOf } from './plan/undo/compile-undo-on-server';
import { Secret } from './secret';
import { sh } from './sh';
import type { Command } from './sh';
import type { State } from './state';
import type { Step } from './steps/step';

export type { CompileRequest };

/**
 * The immutable list of milestones with their commands. The same request gives the same plan; secrets are in it by name only. Throws
 * where the package has no such operation, or an installation that the input chooses is missing.
 */
export function compile(request: CompileRequest): Plan {
  const { definition, operation } = request;
  const milestones = compileMilestones(operationSteps(request));
  return withLibraryTexts({
    format: formatOf(milestones),
    package: definition.id,
    title: titleOf(request),
    kind: operation,
    milestones,
    ...guardsOf(definition),
    ...ownedFiles(request),
    ...outOfSight(request),
    record: recordOf(request),
  });
}

/** "Install nginx", "Create role app", "shop.example: roll back to an earlier release". */
function titleOf({ definition, operation, input }: CompileRequest): string {
  const { does } = operationOf({ definition, operation });
  return operationTitle(does, installationTitle(definition, input));
}

/** What the installation's record holds once the operation is complete. */
function recordOf(request: CompileRequest): Plan['record'] {
  const { definition, operation } = request;
  if (operation === 'uninstall') return { configuration: {}, version: null };
  const { input } = contextOf(request);
  const version = definition.version(input);
  const files = writtenFiles(request);
  return {
    configuration: publicConfiguration(request),
    version: version && compileCommand(version.read),
    ...(files.length > 0 && { copies: compileCommand(listBackups(...files)) }),
  };
}

/** Data that is in use and would no longer be read with the new settings. */
function outOfSight(request: CompileRequest): Pick<Plan, 'outOfSight'> {
  const { definition, operation } = request;
  if (operation !== 'install') return {};
  const { discovered, input } = contextOf(request);
  const paths = dataOutOfSight(definition.data, discovered, input);
  return paths.length > 0 ? { outOfSight: paths } : {};
}

/** The public input, with what the operation replaces in it. */
function publicConfiguration(request: CompileRequest): PackageInput {
  const set = operationOf(request).sets?.(contextOf(request)) ?? {};
  const own = Object.entries(set).map(
    ([name, value]) => [name, value instanceof Secret ? new Secret(name) : value] as const,
  );
  // Through JSON: a secret becomes its mask, undefined is gone.
  return JSON.parse(JSON.stringify({ ...request.input, ...Object.fromEntries(own) })) as PackageInput;
}

/** The files that an install with this input writes. */
function writtenFiles(request: CompileRequest): string[] {
  const install = { ...request, operation: 'install', options: {} };
  const files = operationSteps(install).flatMap(({ states }) => states.flatMap(({ writes }) => writes ?? []));
  return [...new Set(files)];
}

/** Whole files that are its own once it is installed. */
function ownedFiles(request: CompileRequest): Pick<Plan, 'owns'> {
  if (request.operation !== 'install') return {};
  const files = operationSteps(request).flatMap(({ states }) =>
    states.flatMap(({ owns, writes }) => (owns && writes !== undefined ? [writes] : [])),
  );
  return files.length > 0 ? { owns: [...new Set(files)] } : {};
}

/** The plan with the text of each library that a command of it calls, once. */
function withLibraryTexts(plan: Plan): Plan {
  const names = [...new Set(planCommands(plan).flatMap(({ libraries }) => libraries ?? []))].sort();
  if (names.length === 0) return plan;
  return { ...plan, libraries: Object.fromEntries(names.map((name) => [name, libraryText(name)])) };
}

function guardsOf({ title, requirements, conflicts }: PackageDefinition): Pick<Plan, 'guards'> {
  if (requirements.length + conflicts.length === 0) return {};
  return {
    guards: {
      ...{ title, requires: [], conflicts: [...conflicts] },
      requirements: requirements.map((required) => ({ ...required, packageIds: [...required.packageIds] })),
    },
  };
}

function compileMilestones(steps: readonly Step[]): PlannedMilestone[] {
  const milestones = steps.map(({ id, text, states }) => ({ id, text, states: states.map(asItsUser) }));
  return milestones.map((milestone) => {
    const { id, text, states } = milestone;
    const hooks = rollbackHooksFor(milestones, milestone).map(({ command, ...rest }) => ({
      ...rest,
      command: compileCommand(command),
    }));
    return {
      ...{ id, label: text.doing, action: text.does, credential: 'root' },
      states: states.map((state) => ({
        ...compileState(state, captureFor(milestones, milestone, state)),
        ...compileUndoOnServer(states, state),
      })),
      transient: distinct(states.flatMap((state) => state.transient ?? [])),
      ...(hooks.length > 0 && { afterRollback: hooks }),
    };
  });
}

function compileState(state: State, capture: Command | undefined): PlannedState {
  const verify = state.verify ?? state.check;
  return {
    id: state.id,
    label: state.label,
    ...(state.action !== undefined && { action: state.action }),
    check: state.check && compileCommand(state.check),
    ...(state.check === null && { noCheckReason: state.noCheckReason }),
    apply: compileCommand(state.apply),
    ...(state.runAs !== undefined && { runAs: state.runAs }),
    verify: verify && compileCommand(verify),
    capture: capture ? compileCommand(capture) : null,
    undo: state.undo ? compileCommand(state.undo) : null,
    ...(state.data !== undefined && { data: [...state.data] }),
    ...(state.noUndoReason !== undefined && { noUndoReason: state.noUndoReason }),
    idempotent: state.idempotent ?? false,
    ...(state.destructive !== undefined && { destructive: state.destructive }),
    ...(state.leftoverLabel !== undefined && { leftoverLabel: state.leftoverLabel }),
    ...(state.losses !== undefined && { losses: compileCommand(state.losses) }),
    ...(state.assertion && { assertion: true }),
    ...(state.preview !== undefined && { preview: compileCommand(state.preview) }),
    ...(state.observe !== undefined && { observe: compileCommand(state.observe) }),
    ...(state.diff !== undefined && { diff: compileCommand(state.diff) }),
    ...(state.result !== undefined && { result: state.result }),
    ...leftoversOf(state),
    ...(state.failures !== undefined && { failures: state.failures.map((failure) => ({ ...failure })) }),
    ...(state.explain !== undefined && { explain: compileCommand(state.explain) }),
  };
}

/** Of a file: whether it is there as it was written. A check that needs a secret cannot be run without it: then that it is there. */
function leftoversOf({ listLeftovers, writes, check, result }: State): Pick<PlannedState, 'listLeftovers'> {
  if (listLeftovers) return { listLeftovers: compileCommand(listLeftovers) };
  if (writes === undefined || !check) return {};
  const isOurs = check.secrets.length === 0 ? check : sh`:`;
  const file = sh`
    [ -e ${writes} ] || exit 0
    ( ${isOurs} ) >/dev/null 2>&1
    case $? in 0) echo ${result ?? `${writes} is written by Milepost`} ;; 1) ;; *) exit 1 ;; esac
  `;
  return { listLeftovers: compileCommand(file.displayAs(`stat ${writes}`)) };
}

function compileCommand({ script: written, display, secrets }: Command): PlannedCommand {
  const needs = [
    ...(secrets.length > 0 ? [`mp_need_secrets ${secrets.join(' ')}`] : []),
    ...(written.includes('$MP_STAMP') ? ['mp_set_stamp || exit'] : []),
  ];
  const script = [...needs, written].join('\n');
  const libraries = librariesOf(script);
  return { script, secrets: [...secrets], ...(libraries.length > 0 && { libraries }), display };
}

function distinct(failures: readonly TransientFailure[]): TransientFailure[] {
  return [...new Map(failures.map(({ pattern, label }) => [pattern, { pattern, label }])).values()];
}
