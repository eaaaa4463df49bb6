-- AlterTable
ALTER TABLE "operations" ADD COLUMN     "pause_asked_at" TIMESTAMPTZ(3),
ADD COLUMN     "stop_waiting_by" TEXT;

-- AlterTable
ALTER TABLE "lanes" ADD COLUMN     "blocked_at" TIMESTAMPTZ(3),
ADD COLUMN     "blocked_by" TEXT;

-- CreateTable
CREATE TABLE "engine" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "cluster" TEXT NOT NULL,
    "foreign" TEXT,
    "foreign_since" TIMESTAMPTZ(3),

    CONSTRAINT "engine_pkey" PRIMARY KEY ("id")
);
