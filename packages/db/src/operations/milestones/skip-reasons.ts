import type { Transaction } from '../../client';
import type { OperationView } from '../views/operation-view';

/** Why milestones were skipped, by number: the reason that a person gave. */
export async function readSkipReasons(
  tx: Transaction,
  { id, milestones }: Pick<OperationView, 'id' | 'milestones'>,
): Promise<ReadonlyMap<number, string>> {
  if (milestones.every(({ status }) => status !== 'skipped')) return new Map();
  const rows = await tx.$queryRaw<{ milestone: number; reason: string }[]>`
    select (data->>'milestone')::int as milestone, data->>'reason' as reason from events
    where operation_id = ${id} and type = 'decided' and data->>'action' = 'skip' and data ? 'milestone'
    order by n`;
  return new Map(rows.map(({ milestone, reason }) => [milestone, reason]));
}
