-- A completed uninstall was recorded as "stopped", and nothing else was: the rows are converted with the name.
ALTER TYPE "installation_status" RENAME VALUE 'stopped' TO 'uninstalled';
