import type { StackStep } from '@milepost/contract/stack';
import type { Database } from '@milepost/db/client';
import { insertStack } from '@milepost/db/stacks/insert-stack';
import type { Installation } from '@milepost/db/types';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import { installationFields } from '@milepost/packages-core/dsl/form/requirements';
import { isMask } from '@milepost/packages-core/dsl/secret';
import { SHIPPED_STACKS } from '@milepost/packages-core/stacks/shipped';
import { requestError } from '../../errors/request-error';
import { packageTitle } from '../catalog/require-package';
import { requireServer } from '../servers/require-server';

export interface SaveStack {
  /** From the form, so that a second press is the same stack. */
  stackId: string;
  name: string;
  description: string;
  serverId: string;
  installationIds: string[];
  by: string;
}

/**
 * Saves what is installed on a server as a stack: the settings of each chosen installation as its last completed install had them, without
 * secrets.
 *
 * @throws AppError CONFLICT where its name is taken, BAD_REQUEST where what is chosen does not make a stack
 */
export async function saveStack(
  db: Database,
  { stackId, name, description, serverId, installationIds, by }: SaveStack,
): Promise<{ stackId: string }> {
  await requireServer(db, serverId);
  const rows = await db.installation.findMany({
    where: { serverId, uninstalledAt: null, id: { in: installationIds } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  if (rows.length !== new Set(installationIds).size)
    throw requestError('NOT_FOUND', { code: 'installation_not_found' });
  const steps = stepsOf(rows, await parentTitles(db, rows));
  const isTaken =
    SHIPPED_STACKS.some((shipped) => shipped.name === name) ||
    !(await insertStack(db, { id: stackId, name, description, steps, createdBy: by }));
  if (isTaken) throw requestError('CONFLICT', { code: 'stack_name_taken', name }, { field: 'name' });
  return { stackId };
}

/** Only what people have saved. A run of it has a copy. */
export async function removeStack(db: Database, stackId: string): Promise<{ removed: true }> {
  const { count } = await db.stack.deleteMany({ where: { id: stackId } });
  if (count === 0) throw requestError('NOT_FOUND', { code: 'stack_not_found' });
  return { removed: true };
}

async function parentTitles(db: Database, rows: Installation[]): Promise<Map<string, string>> {
  const ids = rows.flatMap(({ parentId }) => (parentId === null ? [] : [parentId]));
  const parents = await db.installation.findMany({ where: { id: { in: ids } } });
  return new Map(parents.map((parent) => [parent.id, titleOf(parent)]));
}

const titleOf = ({ title, packageId }: Pick<Installation, 'title' | 'packageId'>) =>
  title ?? packageTitle(packageId);

/** Throws AppError BAD_REQUEST. */
function stepsOf(rows: Installation[], parents: ReadonlyMap<string, string>): StackStep[] {
  const placeOf = (id: unknown) => rows.findIndex((row) => row.id === id) + 1;
  return rows.map((row, index) => {
    const definition = findPackage(row.packageId);
    const input = row.completedInput as Record<string, unknown> | null;
    if (!definition || input === null)
      throw requestError('BAD_REQUEST', { code: 'stack_package_incomplete', title: titleOf(row) });
    const parent = row.parentId === null ? null : placeOf(row.parentId);
    if (parent !== null && (parent === 0 || parent > index))
      throw requestError('BAD_REQUEST', {
        ...{ code: 'stack_parent_left_out', title: titleOf(row) },
        parent: parents.get(row.parentId ?? '') ?? '',
      });
    const choices = installationFields(definition.input);
    const chosen = choices.flatMap((name) => {
      const place = placeOf(input[name]);
      return place > 0 && place <= index ? [[name, place] as const] : [];
    });
    const kept = Object.entries(input).filter(
      ([name, value]) => !isMask(name, value) && !choices.includes(name),
    );
    return {
      ...{ packageId: row.packageId, input: Object.fromEntries(kept) },
      ...(parent !== null && { parent }),
      ...(chosen.length > 0 && { chosen: Object.fromEntries(chosen) }),
    };
  });
}
