ALTER TABLE "milestones" ADD COLUMN "cause" TEXT,
ADD COLUMN "hint" TEXT;
