-- The worker signs each plan that it compiled itself, and runs no other.
ALTER TABLE "operations" ADD COLUMN "plan_mac" BYTEA;

-- Operations that this upgrade found with a plan that no worker has signed yet. The worker signs exactly these, once.
CREATE TABLE "unsigned_operations" (
    "operation_id" TEXT NOT NULL,
    "plan_hash" TEXT NOT NULL,
    CONSTRAINT "unsigned_operations_pkey" PRIMARY KEY ("operation_id"),
    CONSTRAINT "unsigned_operations_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "operations"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "unsigned_operations" ("operation_id", "plan_hash")
SELECT "id", "plan_hash" FROM "operations" WHERE "status" NOT IN ('completed', 'canceled');

-- What is to be previewed stands in a row, not in Temporal's history. Checks that are under way end with their workers.
DELETE FROM "plan_checks";
ALTER TABLE "plan_checks"
    ADD COLUMN "server_id" TEXT NOT NULL,
    ADD COLUMN "package_id" TEXT NOT NULL,
    ADD COLUMN "kind" "operation_kind" NOT NULL,
    ADD COLUMN "input" JSONB NOT NULL,
    ADD COLUMN "plan_hash" TEXT NOT NULL,
    ADD COLUMN "sealed_secrets" BYTEA;
