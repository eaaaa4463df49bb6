-- Names as docs/glossary.md has them. No row is lost: types, columns and tables are renamed in place.

ALTER TYPE "operation_status" RENAME VALUE 'deciding' TO 'awaiting_decision';
ALTER TYPE "operation_status" RENAME VALUE 'cancelling' TO 'canceling';
ALTER TYPE "operation_status" RENAME VALUE 'cancelled' TO 'canceled';
ALTER TYPE "milestone_status" RENAME VALUE 'undone' TO 'rolled_back';
ALTER TYPE "notification_kind" RENAME VALUE 'cancelled' TO 'canceled';
ALTER TYPE "server_status" RENAME VALUE 'joining' TO 'enrolling';
ALTER TYPE "server_status" RENAME VALUE 'join_failed' TO 'enrollment_failed';

ALTER TYPE "mail_wish" RENAME TO "email_preference";
ALTER TABLE "users" RENAME COLUMN "mail_wish" TO "email_preference";

ALTER TABLE "servers" RENAME COLUMN "claims_seen" TO "max_claim_count";
ALTER TABLE "commands" RENAME COLUMN "claims_seen" TO "max_claim_count";

ALTER TABLE "operations" RENAME COLUMN "pause_asked_by" TO "pause_requested_by";
ALTER TABLE "operations" RENAME COLUMN "pause_asked_at" TO "pause_requested_at";
ALTER TABLE "operations" RENAME COLUMN "cancel_asked_by" TO "cancel_requested_by";
ALTER TABLE "operations" RENAME COLUMN "cancel_asked_at" TO "cancel_requested_at";
ALTER TABLE "operations" RENAME COLUMN "stop_waiting_by" TO "abandoned_by";
ALTER TABLE "operations" RENAME COLUMN "decide_before" TO "decision_deadline";

ALTER TABLE "operations" RENAME COLUMN "epoch" TO "attempt_key";
ALTER TABLE "commands" RENAME COLUMN "epoch" TO "attempt_key";
ALTER INDEX "commands_operation_id_milestone_epoch_key" RENAME TO "commands_operation_id_milestone_attempt_key_key";
ALTER TABLE "milestones" RENAME COLUMN "guarded" TO "no_reapply_states";

ALTER TABLE "lanes" RENAME TO "server_queues";
ALTER TABLE "server_queues" RENAME CONSTRAINT "lanes_pkey" TO "server_queues_pkey";
ALTER TABLE "server_queues" RENAME CONSTRAINT "lanes_id_fkey" TO "server_queues_id_fkey";
ALTER TABLE "lane_entries" RENAME TO "queue_entries";
ALTER TABLE "queue_entries" RENAME COLUMN "lane_id" TO "queue_id";
ALTER TABLE "queue_entries" RENAME CONSTRAINT "lane_entries_pkey" TO "queue_entries_pkey";
ALTER TABLE "queue_entries" RENAME CONSTRAINT "lane_entries_operation_id_fkey" TO "queue_entries_operation_id_fkey";
ALTER TABLE "queue_entries" RENAME CONSTRAINT "lane_entries_lane_id_fkey" TO "queue_entries_queue_id_fkey";
ALTER INDEX "lane_entries_lane_id_waiting_place_idx" RENAME TO "queue_entries_queue_id_waiting_place_idx";

UPDATE "events" SET "type" = case "type"
  when 'opened' then 'run_started'
  when 'milestone_undone' then 'milestone_rolled_back'
  when 'link_lost' then 'connection_lost'
  when 'link_back' then 'connection_restored'
  when 'pause_asked' then 'pause_requested'
  when 'cancel_asked' then 'cancel_requested'
  when 'stop_waiting_asked' then 'server_abandoned'
  when 'gone_on' then 'resumed_after_interruption'
  when 'proven' then 'verified_stopped'
  end
where "type" in ('opened', 'milestone_undone', 'link_lost', 'link_back', 'pause_asked', 'cancel_asked', 'stop_waiting_asked', 'gone_on', 'proven');

-- What waits for a connection has it in its data: the outcome of an operation that has ended.
UPDATE "events" SET "data" = jsonb_set("data", '{outcome}', '"canceled"') where "data" ->> 'outcome' = 'cancelled';

-- The decision to skip names the milestone, as later ones do.
UPDATE "events" AS decided SET "data" = jsonb_set(decided."data", '{milestone}', needed."data" -> 'milestone')
from "events" AS needed
where decided."type" = 'decided' and decided."data" ->> 'action' = 'skip' and not decided."data" ? 'milestone'
  and needed."operation_id" = decided."operation_id" and needed."type" = 'decision_needed'
  and needed."data" -> 'point' = decided."data" -> 'point' and jsonb_typeof(needed."data" -> 'milestone') = 'number';

-- Stored plans have the field names of contract/plan.ts. Their hashes stay: they are names, and nothing computes them again.
CREATE FUNCTION pg_temp.renamed_command(command jsonb) RETURNS jsonb LANGUAGE sql AS $$
  select case when jsonb_typeof(command) = 'object' then jsonb_object_agg(
    case key when 'shown' then 'display' else key end,
    case when key in ('script', 'shown') then to_jsonb(regexp_replace(value #>> '{}', '\mMP_CAPTURED\M', 'MP_CAPTURE_FILE', 'g')) else value end)
  else command end
  from jsonb_each(case when jsonb_typeof(command) = 'object' then command else '{}' end)
$$;

CREATE FUNCTION pg_temp.renamed_state(state jsonb) RETURNS jsonb LANGUAGE sql AS $$
  select jsonb_object_agg(
    case key
      when 'unchecked' then 'noCheckReason'
      when 'irreversible' then 'noUndoReason'
      when 'repeatable' then 'idempotent'
      when 'proof' then 'assertion'
      when 'leftovers' then 'listLeftovers'
      when 'remains' then 'leftoverLabel'
      else key end,
    case when key in ('check', 'apply', 'verify', 'capture', 'undo', 'losses', 'preview', 'leftovers', 'explain')
      then pg_temp.renamed_command(value) else value end)
  from jsonb_each(state)
$$;

CREATE FUNCTION pg_temp.renamed_milestone(milestone jsonb) RETURNS jsonb LANGUAGE sql AS $$
  select milestone - 'settle'
    || jsonb_build_object('states', (
      select coalesce(jsonb_agg(pg_temp.renamed_state(state) order by n), '[]')
      from jsonb_array_elements(milestone -> 'states') with ordinality as states (state, n)))
    || case when milestone ? 'settle' then jsonb_build_object('afterRollback', (
      select jsonb_agg(hook || jsonb_build_object('command', pg_temp.renamed_command(hook -> 'command')) order by n)
      from jsonb_array_elements(milestone -> 'settle') with ordinality as hooks (hook, n))) else '{}' end
$$;

UPDATE "plans" SET "body" = "body"
  || jsonb_build_object('milestones', (
    select coalesce(jsonb_agg(pg_temp.renamed_milestone(milestone) order by n), '[]')
    from jsonb_array_elements("body" -> 'milestones') with ordinality as milestones (milestone, n)))
  || jsonb_build_object('record', (
    select jsonb_object_agg(key, case when key in ('version', 'copies') then pg_temp.renamed_command(value) else value end)
    from jsonb_each("body" -> 'record')))
where "body" ? 'milestones';

-- Runs of the code before cannot continue in this one. Each open operation gets a new run, under the new workflow id and task queue;
-- an interrupted one gets it from a person.
UPDATE "operations" SET "run_id" = null, "dispatched_at" = clock_timestamp()
where "status" not in ('completed', 'failed', 'canceled') and "interrupted" is null;
INSERT INTO "outbox" ("operation_id", "kind")
select "id", 'start' from "operations" where "status" not in ('completed', 'failed', 'canceled') and "interrupted" is null
on conflict do nothing;
