-- Whole files that an installation writes, so that no other installation on its server takes them over. Installations from before this
-- column have none until they are changed. Rights on the table cover it.
ALTER TABLE "installations" ADD COLUMN "owned_paths" TEXT[] NOT NULL DEFAULT '{}';
