-- How long commands worked, in milliseconds: without the queue, pauses, decisions, rests between tries and lost connections.
ALTER TABLE "operations" ADD COLUMN "worked_ms" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "milestones" ADD COLUMN "worked_ms" INTEGER NOT NULL DEFAULT 0;

-- Which attempt at its milestone a command is, and whether it rolls the milestone back.
ALTER TABLE "commands" ADD COLUMN "attempt" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "commands" ADD COLUMN "undo" BOOLEAN NOT NULL DEFAULT false;

-- The beginning of a phase, or the end of a command, among the output.
ALTER TABLE "outputs" ADD COLUMN "mark" JSONB;

-- Earlier runs count where nothing interrupted them: one attempt at each milestone, no lost connection.
UPDATE "milestones" m SET "worked_ms" = round(extract(epoch from m.ended_at - m.started_at) * 1000)
FROM "operations" o
WHERE o.id = m.operation_id AND o.status = 'completed' AND m.status = 'done' AND m.attempts = 1
  AND NOT EXISTS (SELECT 1 FROM "events" e WHERE e.operation_id = o.id AND e.type = 'link_lost')
  AND NOT EXISTS (SELECT 1 FROM "milestones" other WHERE other.operation_id = o.id AND other.attempts > 1);
UPDATE "operations" o SET "worked_ms" = coalesce((SELECT sum(m.worked_ms) FROM "milestones" m WHERE m.operation_id = o.id), 0);

UPDATE "commands" c SET "attempt" = (e.data->>'attempt')::int, "undo" = coalesce((e.data->>'undo')::boolean, false)
FROM "events" e WHERE e.operation_id = c.operation_id AND e.key = 'started-' || c.id;
