-- AlterTable
ALTER TABLE "operations" ADD COLUMN     "worker_id" TEXT;

-- CreateTable
CREATE TABLE "workers" (
    "id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "beat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "stopped_at" TIMESTAMPTZ(3),
    "lost_at" TIMESTAMPTZ(3),

    CONSTRAINT "workers_pkey" PRIMARY KEY ("id")
);
