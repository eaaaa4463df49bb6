import type { ServerFacts } from '@milepost/contract/facts';
import type { OperationKind } from '@milepost/contract/operation-kinds';
import type { Plan } from '@milepost/contract/plan';
import { compile } from './compile';
import { defaultInput } from './form/default-input';
import { restoreInput } from './input';
import type { InputIssue } from './form/input-issue';
import type { PackageDefinition, PackageInput } from './package/definition';
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
}

/**
 * The plan of an operation by what is stored of it and of its installation, as the console shows it and as the worker makes it. An
 * uninstall is always possible: where the stored input does not fit the definition any more, it goes by the defaults. Pure.
 */
export function compileStored(
  request: StoredRequest,
): { ok: true; plan: Plan } | { ok: false; issues: InputIssue[] } {
  const { definition, kind, installation, facts: server } = request;
  const asked = restoreInput(definition, request.input, kind);
  if (!asked.ok) return asked;
  const completed = restored(definition, installation?.completedInput ?? null);
  const installed = completed && { input: completed, version: installation?.version ?? null };
  if (kind === 'install') {
    const plan = compile({ definition, operation: kind, input: asked.input, installed, server });
    return { ok: true, plan };
  }
  const own = ownInput(definition, kind, installation);
  if (!own.ok) return own;
  const plan = compile({
    ...{ definition, operation: kind, input: own.input, options: asked.input, server },
    ...(installed && { installed }),
  });
  return { ok: true, plan };
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
