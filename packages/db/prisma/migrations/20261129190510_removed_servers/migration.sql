-- AlterEnum
ALTER TYPE "server_status" ADD VALUE 'removed';

-- AlterTable
ALTER TABLE "servers" ADD COLUMN     "removed_at" TIMESTAMPTZ(3),
ADD COLUMN     "removed_by" TEXT;

-- A removed server stays for its history, and its name is free again.
DROP INDEX "servers_name_key";

-- CreateIndex
CREATE UNIQUE INDEX "servers_name_key" ON "servers"("name") WHERE (removed_at IS NULL);
