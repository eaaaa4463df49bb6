-- Output is not compressed: pglz took three times as long as all else in storing it, and what is kept of a command is bounded.
ALTER TABLE "outputs" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
