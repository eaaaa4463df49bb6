import type { ServerFacts } from '@milepost/contract/facts';
import { isServiceOperation } from '@milepost/contract/operation-kinds';
import type { OperationKind } from '@milepost/contract/operation-kinds';
import type { Plan } from '@milepost/contract/plan';
import { compile } from './compile';
import type { CompileRequest } from './compile';
import { factReads, parseFacts } from './facts/read-facts';
import type { FactRead } from './facts/read-facts';
import { choiceIssues } from './form/choice-issues';
import { defaultInput } from './form/default-input';
import { restoreInput } from './input';
import type { InputIssue } from './form/input-issue';
import { PARENT } from './form/requirements';
import type { ServerConnection } from './package/context';
import type { PackageDefinition, PackageInput } from './package/definition';
import { installationReference } from './package/reference';
import type { Relations } from './package/relations';
import { factInput } from './plan/operation-steps';
import type { Listen } from './package/listen';
import type { Service } from './services/service';

type PublicInput = Readonly<Record<string, unknown>>;

/** What the rows have of an installation before an operation on it. */
export interface StoredInstallation {
  /** The public input of the last install that began, and of the last one that completed; null where none has. */
  begunInput: PublicInput | null;
  completedInput: PublicInput | null;
  version: string | null;
}

export interface StoredRequest {
  definition: PackageDefinition;
  kind: OperationKind;
  /** The public input of the operation: that of an install or a change, else what the operation asks. */
  input: unknown;
  /** Null where nothing of it is there yet. */
  installation: StoredInstallation | null;
  facts: ServerFacts;
  connection?: ServerConnection;
  /** What it refers to; nothing, when left out. */
  relations?: Relations;
  /** What the reads of `storedReads` printed, by key. What is left out counts as empty output. */
  outputs?: Readonly<Record<string, string>>;
}

export type CompiledStored = { ok: true; plan: Plan } | { ok: false; issues: InputIssue[] };

/**
 * The plan of an operation by what is stored of it and of its installation, as the console shows it and as the worker makes it. An
 * uninstall is always possible: where the stored input does not fit the definition any more, it goes by the defaults. Pure.
 */
export function compileStored(request: StoredRequest): CompiledStored {
  const { definition, kind, installation, outputs = {} } = request;
  const restored = restoreRequest(request);
  if (!restored.ok) return restored;
  const { compiled, asked } = restored;
  const { facts, discovered, choices } = parseFacts(definition, factInput(compiled), outputs);
  const issues = choiceIssues(definition, { input: asked, operation: kind }, choices);
  // What is installed stays possible, also where the server no longer offers it.
  const isInstalled = ({ path }: InputIssue) =>
    kind === 'install' && installation?.completedInput?.[path] === asked[path];
  const wrong = issues.filter((issue) => !isInstalled(issue));
  if (wrong.length > 0) return { ok: false, issues: wrong };
  return { ok: true, plan: compile({ ...compiled, facts, discovered }) };
}

/**
 * What has to be read on the server before an operation is compiled, by what is stored of it. Nothing for an operation on a service, which
 * goes by the settings alone. Pure.
 */
export function storedReads(request: StoredRequest): FactRead[] {
  const { definition, kind } = request;
  if (isServiceOperation(kind)) return [];
  const restored = restoreRequest(request);
  return restored.ok ? factReads(definition, factInput(restored.compiled)) : [];
}

type Restored =
  | {
      ok: true;
      compiled: CompileRequest;
      /** The parsed input of the operation itself. */
      asked: PackageInput;
    }
  | { ok: false; issues: InputIssue[] };

function restoreRequest(request: StoredRequest): Restored {
  const { definition, kind, installation, facts: server, connection, relations } = request;
  const asked = restoreInput(definition, request.input, kind);
  if (!asked.ok) return asked;
  const completed = restored(definition, installation?.completedInput ?? null);
  const installed = completed && { input: completed, version: installation?.version ?? null };
  const parent = relations?.parent && installationReference(relations.parent, PARENT);
  const requires = Object.fromEntries(
    Object.entries(relations?.required ?? {}).map(([role, row]) => [
      role,
      row && installationReference(row, role),
    ]),
  );
  const common = {
    ...{ definition, operation: kind, server, requires, parent: parent ?? null },
    ...(connection && { connection }),
  };
  if (kind === 'install')
    return { ok: true, asked: asked.input, compiled: { ...common, input: asked.input, installed } };
  const own = ownInput(definition, kind, installation);
  if (!own.ok) return own;
  return {
    ...{ ok: true, asked: asked.input },
    compiled: { ...common, input: own.input, options: asked.input, ...(installed && { installed }) },
  };
}

/** The public input that the installation of an operation has: its own in an install, else the stored one. Pure. */
export function storedInput({
  kind,
  input,
  installation,
}: Pick<StoredRequest, 'kind' | 'input' | 'installation'>): PublicInput {
  if (kind === 'install') return input as PublicInput;
  return installation?.begunInput ?? installation?.completedInput ?? {};
}

/** What an installation listens on, by its stored input. Nothing where that does not fit the definition. Pure. */
export function listensOf(definition: PackageDefinition, publicInput: PublicInput | null): readonly Listen[] {
  const input = restored(definition, publicInput);
  return input ? definition.listens(input) : [];
}

/** The services of an installation, by its stored input, else by the defaults. Pure. */
export function servicesOf(
  definition: PackageDefinition,
  publicInput: PublicInput | null,
): readonly Service[] {
  return definition.services(restored(definition, publicInput) ?? defaultInput(definition));
}

function ownInput(
  definition: PackageDefinition,
  kind: OperationKind,
  installation: StoredInstallation | null,
): ReturnType<typeof restoreInput> {
  const stored = installation?.begunInput ?? installation?.completedInput ?? null;
  const restoredInput = stored === null ? null : restoreInput(definition, stored);
  if (restoredInput?.ok === true) return restoredInput;
  if (restoredInput === null || kind === 'uninstall') return { ok: true, input: defaultInput(definition) };
  return restoredInput;
}

function restored(definition: PackageDefinition, publicInput: PublicInput | null): PackageInput | null {
  const answer = publicInput && restoreInput(definition, publicInput);
  return answer?.ok === true ? answer.input : null;
}
