import type { ServerFacts } from '@milepost/contract/facts';
import { PLAN_FORMAT } from '@milepost/contract/plan';
import type {
  Plan,
  PlannedCommand,
  PlannedMilestone,
  PlannedState,
  TransientFailure,
} from '@milepost/contract/plan';
import type { OperationKind } from '@milepost/contract/operation-kinds';
import type {
  EnsureContext,
  Milestone,
  PackageDefinition,
  PackageInput,
  PackageRecord,
} from './define-package';
import { captureFor } from './plan/early-captures';
import { librariesOf, libraryText } from './plan/libraries';
import { planCommands } from './plan/commands';
import { sh } from './sh';
import type { Command } from './sh';
import { rollbackHooksFor } from './plan/rollback-hooks';
import type { State } from './state';

export interface CompileRequest {
  definition: PackageDefinition;
  kind: OperationKind;
  /** As `parseInput` or `restoreInput` answered it. */
  input: PackageInput;
  facts: ServerFacts;
}

const VERBS: Readonly<Record<string, string>> = {
  install: 'Install',
  uninstall: 'Uninstall',
  update: 'Update',
};

/** The immutable list of milestones with their commands. The same request gives the same plan; secrets are in it by name only. */
export function compile({ definition, kind, input, facts }: CompileRequest): Plan {
  const context = { input, facts };
  const record: PackageRecord =
    kind === 'uninstall' ? { version: null, configuration: {} } : definition.record(context);
  return withLibraryTexts({
    format: PLAN_FORMAT,
    package: definition.id,
    title: `${VERBS[kind] ?? kind} ${definition.title}`,
    kind,
    milestones: compileMilestones(milestonesOf(definition, kind), definition, context),
    ...guardsOf(definition),
    record: {
      // Through JSON: a secret becomes its mask, undefined is gone.
      configuration: JSON.parse(JSON.stringify(record.configuration)) as Record<string, unknown>,
      version: record.version && compileCommand(record.version),
      ...(record.copies && { copies: compileCommand(record.copies) }),
    },
  });
}

/** The plan with the text of each library that a command of it calls, once. */
function withLibraryTexts(plan: Plan): Plan {
  const names = [...new Set(planCommands(plan).flatMap(({ libraries }) => libraries ?? []))].sort();
  if (names.length === 0) return plan;
  return { ...plan, libraries: Object.fromEntries(names.map((name) => [name, libraryText(name)])) };
}

function guardsOf({ title, requires, conflicts }: PackageDefinition): Pick<Plan, 'guards'> {
  if (requires.length + conflicts.length === 0) return {};
  return { guards: { title, requires: [...requires], conflicts: [...conflicts] } };
}

/** The milestones of one kind of operation. Throws where the package knows no such operation. */
export function milestonesOf(definition: PackageDefinition, kind: OperationKind): readonly Milestone[] {
  const { install, update, uninstall } = definition;
  const milestones = new Map<OperationKind, readonly Milestone[] | null>([
    ...Object.entries({ install, update, uninstall }),
  ]).get(kind);
  if (!milestones) throw new Error(`${definition.title} has no ${kind}.`);
  return milestones;
}

function compileMilestones(
  milestones: readonly Milestone[],
  definition: PackageDefinition,
  context: EnsureContext<PackageInput>,
): PlannedMilestone[] {
  const withStates = milestones
    .map(({ credential = definition.credential, ...milestone }) => ({
      ...milestone,
      ...{ credential, states: [milestone.ensure(context)].flat() },
    }))
    .filter(({ states }) => states.length > 0);
  return withStates.map((milestone) => {
    const { id, label, credential, states } = milestone;
    const hooks = rollbackHooksFor(withStates, milestone).map(({ command, ...rest }) => ({
      ...rest,
      command: compileCommand(command),
    }));
    return {
      ...{ id, label, credential },
      states: states.map((state) => compileState(state, captureFor(withStates, milestone, state))),
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
  const script = secrets.length === 0 ? written : `mp_need_secrets ${secrets.join(' ')}\n${written}`;
  const libraries = librariesOf(script);
  return { script, secrets: [...secrets], ...(libraries.length > 0 && { libraries }), display };
}

function distinct(failures: readonly TransientFailure[]): TransientFailure[] {
  return [...new Map(failures.map(({ pattern, label }) => [pattern, { pattern, label }])).values()];
}
