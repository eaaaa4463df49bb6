-- AlterEnum
ALTER TYPE "installation_status" ADD VALUE 'unknown';

-- AlterEnum
ALTER TYPE "notification_kind" ADD VALUE 'server_rebuilt' BEFORE 'person_joined';

-- AlterTable
ALTER TABLE "installation_records" ALTER COLUMN "operation_id" DROP NOT NULL;
