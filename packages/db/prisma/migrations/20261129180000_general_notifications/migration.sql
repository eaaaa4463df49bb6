-- CreateEnum
CREATE TYPE "notification_audience" AS ENUM ('everyone', 'owners');

-- AlterEnum
ALTER TYPE "notification_kind" ADD VALUE 'server_unreachable';
ALTER TYPE "notification_kind" ADD VALUE 'server_reachable';
ALTER TYPE "notification_kind" ADD VALUE 'person_joined';

-- AlterTable
ALTER TABLE "notifications" ALTER COLUMN "operation_id" DROP NOT NULL,
ALTER COLUMN "event" DROP NOT NULL,
ADD COLUMN     "server_id" TEXT,
ADD COLUMN     "audience" "notification_audience" NOT NULL DEFAULT 'everyone',
ADD COLUMN     "key" TEXT,
ADD COLUMN     "title" TEXT;

-- A notification is about an operation's event, or it is general and has a headline and a key of its own.
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_subject_check" CHECK (
  CASE WHEN "operation_id" IS NULL
    THEN "event" IS NULL AND "key" IS NOT NULL AND "title" IS NOT NULL
    ELSE "event" IS NOT NULL AND "key" IS NULL AND "title" IS NULL AND "server_id" IS NULL
  END);

-- CreateIndex
CREATE UNIQUE INDEX "notifications_key_key" ON "notifications"("key");

-- CreateIndex
CREATE INDEX "notifications_server_id_idx" ON "notifications"("server_id");

-- AddForeignKey
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "servers"("id") ON DELETE CASCADE ON UPDATE CASCADE;
