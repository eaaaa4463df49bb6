import type { FieldOption } from '@milepost/contract/form-field';
import type { InspectionRequest, InspectionResult } from '@milepost/contract/inspection-workflow';
import { readStoredInstallation } from '@milepost/db/operations/installations/installation-settings';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import { factReads, parseFacts } from '@milepost/packages-core/dsl/facts/read-facts';
import { restoreInput } from '@milepost/packages-core/dsl/input';
import { readFacts } from '../plans/read-facts';
import type { Dependencies } from '../startup/dependencies';
import { Refused, refusalOf } from './refused';

type Request = Extract<InspectionRequest, { kind: 'choices' }>;

/** What a select can hold and a person can read. */
const MAX_OPTIONS = 200;
const MAX_LENGTH = 200;

/** Reads what the fields of a form can be chosen from on a server. A field that could not be read is left out. Changes nothing. */
export async function readChoices(
  dependencies: Dependencies,
  request: Request,
  signal: AbortSignal,
): Promise<InspectionResult> {
  try {
    return { kind: 'choices', choices: await choicesOf(dependencies, request, signal) };
  } catch (error) {
    signal.throwIfAborted();
    const refused = refusalOf(error);
    if (!refused) throw error;
    return refused;
  }
}

async function choicesOf(
  { db, hosts }: Dependencies,
  { serverId, packageId, installationId, operation }: Request,
  signal: AbortSignal,
): Promise<Record<string, FieldOption[]>> {
  const definition = findPackage(packageId);
  if (!definition)
    throw new Refused({ code: 'plan_rejected', problem: { code: 'package_unknown', packageId } });
  const installation = installationId
    ? await readStoredInstallation(db, { id: installationId, serverId, packageId })
    : null;
  const stored = installation?.begunInput ?? installation?.completedInput ?? null;
  const restored = stored && restoreInput(definition, stored);
  const input = restored?.ok === true ? restored.input : null;
  const host = await hosts.connect({ serverId, credential: 'root' }, signal);
  const outputs = await readFacts(host, factReads(definition, input), signal);
  const { choices } = parseFacts(definition, input, outputs);
  return Object.fromEntries(
    Object.entries(choices[operation] ?? {}).map(([name, options]) => [name, bounded(options)]),
  );
}

const bounded = (options: readonly FieldOption[]): FieldOption[] =>
  options
    .filter(({ value, label }) => value.length <= MAX_LENGTH && label.length <= MAX_LENGTH)
    .slice(0, MAX_OPTIONS);
