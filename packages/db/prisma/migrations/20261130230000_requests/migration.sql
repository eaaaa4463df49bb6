-- What a person asked for of an operation or a server: the web process writes the row, a worker carries it out and answers.
CREATE TABLE "requests" (
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "operation_id" TEXT,
    "server_id" TEXT,
    "point" INTEGER,
    "data" JSONB NOT NULL DEFAULT '{}',
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "expires_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),
    "problem" JSONB,
    "operations" INTEGER,
    CONSTRAINT "requests_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "requests_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "operations"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
-- One answer to a decision point, of those that were not rejected.
CREATE UNIQUE INDEX "requests_point_key" ON "requests"("operation_id", "point") WHERE (problem IS NULL);
CREATE INDEX "requests_unanswered_idx" ON "requests"("id") WHERE (answered_at IS NULL);
CREATE INDEX "requests_answered_at_idx" ON "requests"("answered_at");
