-- The web process says which plan a person saw. The plan and its milestones are written by the worker that compiles it. Operations that
-- were submitted before have both already.
ALTER TABLE "operations" ADD COLUMN "shown_hash" TEXT,
    ADD COLUMN "shown_milestones" JSONB NOT NULL DEFAULT '[]';
UPDATE "operations" SET "shown_hash" = "plan_hash";
ALTER TABLE "operations" ALTER COLUMN "shown_hash" SET NOT NULL,
    ALTER COLUMN "plan_hash" DROP NOT NULL;
CREATE INDEX "operations_shown_hash_idx" ON "operations"("shown_hash");
