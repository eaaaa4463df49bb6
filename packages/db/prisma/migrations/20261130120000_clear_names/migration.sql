-- Names that say what they are. All data is kept.
ALTER TABLE "engine" RENAME COLUMN "foreign" TO "unexpected_cluster";
ALTER TABLE "engine" RENAME COLUMN "foreign_since" TO "unexpected_since";
UPDATE "decisions" SET "action" = 'mark_failed' WHERE "action" = 'give_up';
UPDATE "events" SET "data" = jsonb_set("data", '{action}', '"mark_failed"') WHERE "type" = 'decided' AND "data"->>'action' = 'give_up';
