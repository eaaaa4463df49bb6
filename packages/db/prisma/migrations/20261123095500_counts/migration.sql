-- AlterTable
ALTER TABLE "milestones" ADD COLUMN     "count" JSONB,
ADD COLUMN     "moved_at" TIMESTAMPTZ(3);
