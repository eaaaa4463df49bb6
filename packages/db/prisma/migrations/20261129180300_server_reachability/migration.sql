-- AlterTable
ALTER TABLE "servers" ADD COLUMN     "unreachable_since" TIMESTAMPTZ(3),
ADD COLUMN     "unreachable_reason" TEXT,
ADD COLUMN     "outage_notified" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "server_checks" (
    "server_id" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "checked_at" TIMESTAMPTZ(3),
    "replied_at" TIMESTAMPTZ(3),

    CONSTRAINT "server_checks_pkey" PRIMARY KEY ("server_id")
);

-- CreateIndex
CREATE INDEX "server_checks_due_at_idx" ON "server_checks"("due_at");

-- AddForeignKey
ALTER TABLE "server_checks" ADD CONSTRAINT "server_checks_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "servers"("id") ON DELETE CASCADE ON UPDATE CASCADE;
