import { createDatabase, transaction } from '@milepost/db/client';
import { insertServer } from '@milepost/db/testing/rows';
import pg from 'pg';
import { planOf, stateOf, submitIn } from './operations';

const SERVERS = 20;
const EVENTS_EACH = 100;
const MILESTONES = 6;

const plan = planOf(MILESTONES, () => [stateOf('etc', { check: '[ -d /etc ]', apply: 'true' })]);

/** Fills an empty database with so many events: completed operations of 100 each, over 20 servers. Answers the id of one from the middle. */
export async function fillDatabase(url: string, events: number): Promise<string> {
  await seed(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // References need no checking here: it is done ten times faster.
    await client.query('set session_replication_role = replica');
    for (const statement of COPIES) await client.query(statement, [events / EVENTS_EACH]);
    for (const statement of REST) await client.query(statement);
    const { rows } = await client.query<{ id: string }>(
      'select id from operations order by requested_at offset $1 limit 1',
      [Math.floor(events / EVENTS_EACH / 2)],
    );
    return rows[0]?.id ?? '';
  } finally {
    await client.end();
  }
}

/** A real operation on each server, to copy from. */
async function seed(url: string): Promise<void> {
  const db = createDatabase(url);
  try {
    for (let n = 0; n < SERVERS; n++) {
      const serverId = await insertServer(db);
      await transaction(db, (tx) => submitIn(tx, { plan, serverId }));
    }
    await db.outbox.deleteMany();
    await db.queueEntry.deleteMany();
  } finally {
    await db.$disconnect();
  }
}

const COPIES = [
  `insert into operations (id, kind, package_id, title, server_id, installation_id, shown_hash, plan_hash, input, status, outcome,
     percentage, prepared, requested_by, requested_at, started_at, ended_at, last_event)
   select gen_random_uuid()::text, kind, package_id, title, server_id, installation_id, shown_hash, plan_hash, input, 'completed',
     'completed', 100, true, requested_by, at, at, at + interval '30 s', ${EVENTS_EACH}
   from (select row_number() over () as place, * from operations) o
     join generate_series(1, $1::int) i on o.place = 1 + i % ${SERVERS}
     cross join lateral (select now() - i * interval '1 minute' as at) times`,
];

const REST = [
  `delete from events`,
  `delete from milestones where operation_id in (select id from operations where status <> 'completed')`,
  `delete from operations where status <> 'completed'`,
  `update server_queues set holder = null, held_since = null`,
  `insert into milestones (operation_id, n, milestone_id, label, status, states, applied, attempts, started_at, ended_at)
   select id, n, 'step_' || n, 'Step ' || n, 'done', 1, 1, 1, started_at, ended_at
   from operations, generate_series(1, ${MILESTONES}) n`,
  `insert into events (operation_id, n, key, type, data, at)
   select id, n, 'event-' || n, 'connection_restored', '{"ms": 1000}', started_at + n * interval '0.2 s'
   from operations, generate_series(1, ${EVENTS_EACH}) n`,
  'vacuum analyze',
];
