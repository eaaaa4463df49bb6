import type { CommonOperation } from '@milepost/contract/operation-kinds';
import type { Transaction } from '../../client';

/** Operations after which services run, or do not. A reload and the operations of a package leave that as it is. */
const DECIDING = ['install', 'update', 'start', 'restart', 'stop'] as const satisfies CommonOperation[];

/** Of these installations, those whose services a person has stopped through Milepost and not started since. */
export async function readStopped(
  tx: Transaction,
  installationIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (installationIds.length === 0) return new Set();
  const rows = await tx.kysely
    .selectFrom('operations')
    .distinctOn('installationId')
    .select(['installationId', 'kind'])
    .where('installationId', 'in', installationIds)
    .where('status', '=', 'completed')
    .where('kind', 'in', DECIDING)
    .orderBy('installationId')
    .orderBy('endedAt', 'desc')
    .execute();
  return new Set(rows.flatMap(({ installationId, kind }) => (kind === 'stop' ? [installationId] : [])));
}
