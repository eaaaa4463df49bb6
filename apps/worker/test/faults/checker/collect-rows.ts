import type { Database } from '@milepost/db/client';
import { groupBy } from './group-by';
import type { Facts, SeenCommand, SeenInstallation, SeenQueue, SeenOperation } from './facts';

type OperationRow = Omit<SeenOperation, 'commands'>;
type CommandRow = Omit<SeenCommand, 'output' | 'pieces'> & { operationId: string };
interface PieceRow {
  commandId: string;
  offset: number;
  bytes: Uint8Array;
}

/** The console's rows, in SQL of its own: what the console's code would make of them is not asked. */
export async function collectRows(db: Database): Promise<Omit<Facts, 'runs' | 'servers'>> {
  const operations = await db.$queryRaw<OperationRow[]>`
    select id, workflow_id as "workflowId", server_id as "serverId", package_id as "packageId", installation_id as "installationId", kind, status, interrupted,
      (extract(epoch from requested_at) * 1000)::float8 as "requestedAt", last_event as "lastEvent", percentage,
      last_output - (select count(*)::int from outputs m where m.operation_id = o.id and m.mark is not null) as "lastOutput",
      sealed_secrets is not null as "hasSecrets",
      (select count(*)::int from decisions d where d.operation_id = o.id) as decisions,
      (select json_agg(json_build_object('n', m.n, 'status', m.status, 'attempts', m.attempts, 'applied', m.applied,
          'parts', (select json_agg(s->>'id') from jsonb_array_elements(p.body->'milestones'->(m.n - 1)->'states') s)) order by m.n)
        from milestones m where m.operation_id = o.id) as milestones,
      (select json_agg(json_build_object('n', n, 'key', key, 'type', type, 'data', data, 'at', extract(epoch from at) * 1000) order by n)
        from events e where e.operation_id = o.id) as events
    from operations o join plans p on p.hash = o.plan_hash order by requested_at`;
  const commands = await db.$queryRaw<CommandRow[]>`
    select id, operation_id as "operationId", milestone, attempt_key as "attemptKey", key, claimed_at is not null as claimed, ended_at is not null as ended,
      answer, next_offset::float8 as "nextOffset", gap_from is not null as capped
    from commands order by created_at`;
  const pieces = groupBy(
    await db.$queryRaw<PieceRow[]>`
      select command_id as "commandId", "offset"::float8 as "offset", bytes from outputs where mark is null order by operation_id, n`,
    ({ commandId }) => commandId,
  );
  const commandsOf = groupBy(commands, ({ operationId }) => operationId);
  return {
    operations: operations.map((operation) => ({
      ...operation,
      commands: (commandsOf.get(operation.id) ?? []).map((command) => ({
        ...command,
        ...printed(pieces.get(command.id) ?? []),
      })),
    })),
    installations: await db.$queryRaw<SeenInstallation[]>`
      select id, server_id as "serverId", package_id as "packageId", status, uninstalled_at is null as live,
        (select json_build_object('status', r.status, 'uninstalled', r.uninstalled) from installation_records r
          where r.installation_id = i.id order by at desc, id desc limit 1) as recorded
      from installations i`,
    queues: await db.$queryRaw<SeenQueue[]>`
      select id as "serverId", holder, blocked::text as blocked, array(
        select operation_id from queue_entries e where e.queue_id = l.id and e.waiting order by place) as waiting
      from server_queues l`,
    undelivered: (
      await db.$queryRaw<{ what: string }[]>`
        select kind || ' of ' || operation_id as what from outbox where sent_at is null order by id`
    ).map(({ what }) => what),
  };
}

function printed(pieces: PieceRow[]): Pick<SeenCommand, 'output' | 'pieces'> {
  return {
    pieces: pieces.map(({ offset, bytes }) => ({ offset, bytes: bytes.length })),
    output: Buffer.concat(pieces.map(({ bytes }) => bytes)).toString('utf8'),
  };
}
