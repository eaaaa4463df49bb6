import type { StackStep } from '@milepost/contract/stack';
import type { Database } from '@milepost/db/client';
import type { Installation } from '@milepost/db/types';
import { installationTitle, instanceKey } from '@milepost/packages-core/dsl/package/instance';
import { askedFields } from '@milepost/packages-core/stacks/asked-fields';
import { AppError } from '../../errors/app-error';
import type { StackForm, StackFormStep } from '../../views/stack-views';
import { requirePackage } from '../catalog/require-package';
import { requireServer } from '../servers/require-server';
import { requireStack, stackView } from './find-stack';

/** What a run of a stack on a server asks before its preview. Throws AppError NOT_FOUND, and PRECONDITION_FAILED where it cannot be run. */
export async function getStackForm(
  db: Database,
  { stackId, serverId }: { stackId: string; serverId: string },
): Promise<StackForm> {
  const stack = await requireStack(db, stackId);
  const view = stackView(stack);
  if (view.problem !== null) throw new AppError('PRECONDITION_FAILED', view.problem);
  await requireServer(db, serverId);
  const installed = await db.installation.findMany({ where: { serverId, uninstalledAt: null } });
  const found: (Installation | undefined)[] = [];
  const steps = stack.steps.map((step, index): StackFormStep => {
    const existing = existingOf(step, installed, found);
    found.push(existing);
    return formStep(index + 1, step, existing);
  });
  return { stack: view, steps };
}

function formStep(
  n: number,
  { packageId, input }: StackStep,
  existing: Installation | undefined,
): StackFormStep {
  const definition = requirePackage(packageId);
  const open = (definition.instance?.by ?? []).some((name) => !Object.hasOwn(input, name));
  return {
    ...{ n, packageId, installationId: existing?.id ?? null },
    title: existing?.title ?? (open ? definition.title : installationTitle(definition, input)),
    fields: askedFields(definition, input),
    keepsSecrets: existing !== undefined && existing.begunSecrets !== null,
  };
}

/** What a step would change; undefined where it installs something new, or the run has to say first which it is about. */
function existingOf(
  { packageId, input, parent }: StackStep,
  installed: Installation[],
  found: (Installation | undefined)[],
): Installation | undefined {
  const definition = requirePackage(packageId);
  const container = parent === undefined ? undefined : found[parent - 1];
  if (parent !== undefined && !container) return undefined;
  const key = instanceKey(definition, input);
  return installed.find(
    (one) => one.packageId === packageId && one.key === key && one.parentId === (container?.id ?? null),
  );
}
