-- AlterTable
ALTER TABLE "installation_records" ADD COLUMN     "by" TEXT,
ADD COLUMN     "reason" TEXT;

-- AlterTable
ALTER TABLE "operations" ADD COLUMN     "remove_data" BOOLEAN NOT NULL DEFAULT false;
