import type { Conclusion } from '@milepost/contract/conclusion';
import type { OperationStatus } from '@milepost/contract/statuses';
import type { UnverifiedCommand } from '@milepost/contract/unverified-command';
import type { Transaction } from '../../client';

/** An operation that a person should look at. */
export interface TroubledOperation {
  id: string;
  title: string;
  /** Its name. */
  server: string;
  status: OperationStatus;
  /** The run that was terminated under it. */
  interrupted: string | null;
  conclusion: Conclusion | null;
  pausedBy: string | null;
  /** Why the queue that it waits in is blocked. */
  blocked: UnverifiedCommand | null;
  at: Date;
}

/**
 * At most `limit` operations that failed and were not repeated since, or that wait for a person, the latest first. An operation is the last word on its installation, and on those of the same identity that followed it, or it is history. An operation that is paused until a time resumes by
 * itself; one that waits in the queue does, too, unless the queue is blocked.
 */
export function listTroubledOperations(db: Transaction, limit: number): Promise<TroubledOperation[]> {
  return db.$queryRaw<TroubledOperation[]>`
    select o.id, o.title, o.status, o.interrupted, o.conclusion, o.pause_requested_by as "pausedBy", s.name as server,
      case when o.status = 'queued' then l.blocked end as blocked,
      coalesce(o.ended_at, (select at from events where operation_id = o.id and n = o.last_event), o.requested_at) as at
    from (
      select distinct on (o.server_id, o.package_id, i.key, i.parent_id) o.id, o.server_id, o.title, o.status, interrupted, conclusion,
        pause_requested_by, resume_at, last_event, requested_at, ended_at, installation_id
      from operations o join installations i on i.id = o.installation_id
      order by o.server_id, o.package_id, i.key, i.parent_id, requested_at desc, o.id desc) o
      join servers s on s.id = o.server_id left join server_queues l on l.id = o.server_id
    where (o.status in ('failed', 'awaiting_decision') or o.interrupted is not null
      or (o.status = 'paused' and o.resume_at is null) or (o.status = 'queued' and l.blocked is not null))
      and s.removed_at is null
      -- A record that a person deleted is history.
      and not exists (select 1 from events e join installations i on i.id = o.installation_id
        where e.operation_id = o.id and e.type = 'record_deleted' and i.uninstalled_at is not null)
    order by at desc limit ${limit}`;
}
