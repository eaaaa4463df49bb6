import { sql } from 'kysely';
import { ENDED, ENDED_STATUSES } from '../ended';
import type { Transaction } from '../../client';
import { literalRows, msAgo } from '../../kysely/expressions';

export interface ReconcilableOperation {
  id: string;
  /** Of its workflow in Temporal. */
  workflowId: string;
  /** The run that opened it last; null when none has. */
  runId: string | null;
}

/** Open operations that a workflow should be running for some time now, and interrupted ones that only have to be closed. */
export function listReconcilable(
  db: Transaction,
  { afterMs }: { afterMs: number },
): Promise<ReconcilableOperation[]> {
  return db.kysely
    .selectFrom('operations')
    .select(['id', 'runId'])
    .select(sql<string>`coalesce(workflow_id, 'operation/' || id)`.as('workflowId'))
    .where('status', 'not in', ENDED_STATUSES)
    .where((eb) =>
      eb.or([
        eb('interrupted', 'is', null),
        eb('cancelRequestedBy', 'is not', null),
        eb('outcome', 'is not', null),
      ]),
    )
    .where('dispatchedAt', '<', msAgo(afterMs))
    .orderBy('requestedAt')
    .limit(literalRows(1_000))
    .execute();
}

export interface TerminatedRun {
  operationId: string;
  workflowId: string;
  runId: string;
}

/** Of these runs, those of open operations that no later run executes and that are not marked as interrupted. */
export function readUnmarked(
  db: Transaction,
  runs: Omit<TerminatedRun, 'operationId'>[],
): Promise<TerminatedRun[]> {
  if (runs.length === 0) return Promise.resolve([]);
  const workflowIds = runs.map(({ workflowId }) => workflowId);
  const runIds = runs.map(({ runId }) => runId);
  return db.$queryRaw<TerminatedRun[]>`
    select o.id as "operationId", r.workflow_id as "workflowId", r.run_id as "runId"
    from unnest(${workflowIds}::text[], ${runIds}::text[]) as r (workflow_id, run_id)
      join operations o on coalesce(o.workflow_id, 'operation/' || o.id) = r.workflow_id
    where o.status not in ${ENDED} and o.interrupted is null
      and (o.run_id is null or o.run_id = r.run_id)`;
}
