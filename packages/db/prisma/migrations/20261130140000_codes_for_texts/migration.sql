-- Rows hold codes and fields; texts for people are made from them when they are read. Texts that were stored are kept as {"code": "text"}.
ALTER TABLE "operations" ALTER COLUMN "conclusion" TYPE JSONB
  USING CASE WHEN "conclusion" IS NOT NULL THEN jsonb_build_object('code', 'text', 'text', "conclusion") END;
ALTER TABLE "milestones" ALTER COLUMN "failure" TYPE JSONB
  USING CASE WHEN "failure" IS NOT NULL THEN jsonb_build_object('code', 'text', 'text', "failure") END;
ALTER TABLE "server_queues" ALTER COLUMN "blocked" TYPE JSONB
  USING CASE WHEN "blocked" IS NOT NULL THEN jsonb_build_object('code', 'text', 'text', "blocked") END;

-- A notification's headline is in its content, too.
ALTER TABLE "notifications" DROP CONSTRAINT "notifications_subject_check";
ALTER TABLE "notifications" ALTER COLUMN "sentence" TYPE JSONB
  USING jsonb_build_object('code', 'text', 'title', "title", 'text', "sentence");
ALTER TABLE "notifications" RENAME COLUMN "sentence" TO "content";
ALTER TABLE "notifications" DROP COLUMN "title";
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_subject_check" CHECK (
  CASE WHEN "operation_id" IS NULL
    THEN "event" IS NULL AND "key" IS NOT NULL
    ELSE "event" IS NOT NULL AND "key" IS NULL AND "server_id" IS NULL
  END);

-- What the data of events said in a sentence.
UPDATE "events" e SET "data" = (e."data" - field.old) || jsonb_build_object(field.new, jsonb_build_object('code', 'text', 'text', e."data"->>field.old))
FROM (VALUES
  ('refused', 'sentence', 'obstacle'),
  ('milestone_failed', 'sentence', 'failure'),
  ('decision_needed', 'sentence', 'conclusion'),
  ('verified_stopped', 'sentence', 'stopped'),
  ('closed', 'conclusion', 'conclusion')
) AS field ("type", "old", "new")
WHERE e."type" = field."type" AND jsonb_typeof(e."data"->field.old) = 'string';
