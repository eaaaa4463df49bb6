import type { Transaction } from '../../client';

/** What the run of a milestone needs of the rows and what does not change during it. */
export interface MilestoneContext {
  planHash: string | null;
  planMac: Uint8Array | null;
  serverId: string;
  serverName: string;
  /** Where the server is, and the key that a person confirmed. */
  address: string;
  port: number;
  pinnedHostKey: string | null;
  /** As it is shown now: an earlier attempt may have left it. */
  notice: unknown;
  /** Whether an earlier attempt committed the intent. */
  intended: boolean;
  sealedSecrets: Uint8Array | null;
  /** The worker that was named last, and whether it was lost. */
  workerId: string | null;
  workerLost: boolean;
}

/** `milestone` counts from 1. Throws where there is no such operation. */
export async function readMilestoneContext(
  db: Transaction,
  { operationId, milestone, attemptKey }: { operationId: string; milestone: number; attemptKey: string },
): Promise<MilestoneContext> {
  const [row] = await db.$queryRaw<MilestoneContext[]>`
    select o.plan_hash as "planHash", o.plan_mac as "planMac", o.server_id as "serverId", s.name as "serverName", s.address, s.port, s.pinned_host_key as "pinnedHostKey", o.notice, o.sealed_secrets as "sealedSecrets",
      o.worker_id as "workerId", w.lost_at is not null as "workerLost",
      exists (select 1 from commands where operation_id = o.id and milestone = ${milestone} and attempt_key = ${attemptKey}) as intended
    from operations o join servers s on s.id = o.server_id left join workers w on w.id = o.worker_id where o.id = ${operationId}`;
  if (!row) throw new Error(`There is no operation ${operationId}`);
  return row;
}
