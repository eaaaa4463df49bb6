-- The next check of a server reads its facts, too.
ALTER TABLE "server_checks" ADD COLUMN "facts_due" BOOLEAN NOT NULL DEFAULT false;
