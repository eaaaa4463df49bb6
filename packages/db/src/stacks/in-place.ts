import { sql } from 'kysely';
import type { Transaction } from '../client';
import { json } from '../kysely/expressions';
import type { LockedRun, StepRow } from './lock-run';

/** Whether a step would change nothing: its package is installed with the same settings, nothing was found to differ, and it brings no new secret. */
export async function isInPlace(
  tx: Transaction,
  { serverId }: Pick<LockedRun, 'serverId'>,
  { packageId, key, parentId, input, sealedSecrets }: StepRow,
): Promise<boolean> {
  if (sealedSecrets !== null) return false;
  const installed = await tx.kysely
    .selectFrom('installations')
    .select(['id', 'drift'])
    .where('serverId', '=', serverId)
    .where('packageId', '=', packageId)
    .where('key', '=', key)
    .where('parentId', 'is not distinct from', parentId)
    .where('uninstalledAt', 'is', null)
    .where('status', '=', 'active')
    .where(sql<boolean>`completed_input = ${json(input)}`)
    .executeTakeFirst();
  return installed !== undefined && (installed.drift?.differences.length ?? 0) === 0;
}
