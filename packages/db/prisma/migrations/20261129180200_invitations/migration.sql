-- Invitations are bound to an address and to the account that made them; those made before are bound to neither.
DELETE FROM "invitations";

-- AlterTable
ALTER TABLE "invitations" DROP COLUMN "created_by",
DROP COLUMN "note",
ADD COLUMN     "created_by_id" TEXT NOT NULL,
ADD COLUMN     "email" TEXT NOT NULL;

-- CreateIndex
CREATE INDEX "invitations_created_by_id_idx" ON "invitations"("created_by_id");

-- CreateIndex
CREATE INDEX "plans_created_at_idx" ON "plans"("created_at");

-- CreateIndex
CREATE INDEX "operations_plan_hash_idx" ON "operations"("plan_hash");

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
