-- Stacks: saved lists of packages with inputs, and their runs on servers. The web process writes a run as it was asked for; a worker submits
-- one operation after the other.

CREATE TYPE "stack_run_status" AS ENUM ('running', 'stopped', 'completed', 'ended');
CREATE TYPE "stack_step_status" AS ENUM ('waiting', 'submitted', 'completed', 'skipped', 'failed', 'canceled', 'rejected');

CREATE TABLE "stacks" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "steps" JSONB NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "stacks_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "stacks_name_key" ON "stacks"("name");

CREATE TABLE "stack_runs" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "status" "stack_run_status" NOT NULL DEFAULT 'running',
    "request_digest" BYTEA NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "ended_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "stack_runs_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "stack_runs_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "servers"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "stack_runs_server_id_requested_at_idx" ON "stack_runs"("server_id", "requested_at");
CREATE INDEX "stack_runs_requested_at_idx" ON "stack_runs"("requested_at");

CREATE TABLE "stack_run_steps" (
    "run_id" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "package_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "installation_id" TEXT NOT NULL,
    "key" TEXT NOT NULL DEFAULT '',
    "installation_title" TEXT,
    "parent_id" TEXT,
    "input" JSONB NOT NULL,
    "sealed_secrets" BYTEA,
    "shown_hash" TEXT NOT NULL,
    "shown_milestones" JSONB NOT NULL DEFAULT '[]',
    "shown_observations" TEXT,
    "operation_id" TEXT NOT NULL,
    "status" "stack_step_status" NOT NULL DEFAULT 'waiting',
    "problem" JSONB,

    CONSTRAINT "stack_run_steps_pkey" PRIMARY KEY ("run_id","n"),
    CONSTRAINT "stack_run_steps_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "stack_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "stack_run_steps_operation_id_key" ON "stack_run_steps"("operation_id");

CREATE OR REPLACE PROCEDURE "milepost_grant_roles"() LANGUAGE plpgsql AS $$
BEGIN
    BEGIN
        EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO milepost_web, milepost_worker', current_database());
        -- Foreign keys are checked with the rights of the tables' owner.
        EXECUTE format('GRANT USAGE, CREATE ON SCHEMA public TO %I', current_user);
        REVOKE ALL ON SCHEMA public FROM PUBLIC;
        GRANT USAGE ON SCHEMA public TO milepost_web, milepost_worker;
    EXCEPTION
        WHEN insufficient_privilege THEN
            RAISE WARNING 'The database does not belong to %, so its own privileges stay as they are', current_user;
    END;
    REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, milepost_web, milepost_worker;
    REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, milepost_web, milepost_worker;
    REVOKE ALL ON ALL ROUTINES IN SCHEMA public FROM PUBLIC, milepost_web, milepost_worker;

    -- The web process: people and their sessions are its own.
    GRANT SELECT, INSERT, UPDATE, DELETE ON users, sessions, accounts, verifications, rate_limits, sign_in_failures,
        recovery_links, owner_links, invitations TO milepost_web;
    -- So are the stacks that they have saved: a run has a copy.
    GRANT SELECT, INSERT, UPDATE, DELETE ON stacks TO milepost_web;
    -- What it shows. Of keys and logins not what is sealed.
    GRANT SELECT ON servers, server_checks, installations, installation_records, plans, observations, operations, milestones, events, commands,
        outputs, decisions, requests, server_queues, queue_entries, outbox, engine, workers, plan_checks, service_reports,
        notifications, notification_reads, email_outbox, mail_sender, stack_runs, stack_run_steps TO milepost_web;
    GRANT SELECT (server_id, username, created_at) ON server_logins TO milepost_web;
    GRANT SELECT (id, server_id, kind, username, public_key, created_at) ON credentials TO milepost_web;
    -- What people ask for. A worker decides what becomes of it.
    GRANT INSERT (kind, operation_id, server_id, point, data, requested_by, expires_at) ON requests TO milepost_web;
    GRANT USAGE ON SEQUENCE requests_id_seq TO milepost_web;
    GRANT INSERT (id, kind, package_id, title, server_id, installation_id, shown_hash, shown_milestones, shown_observations, input, sealed_secrets,
        request_digest, requested_by) ON operations TO milepost_web;
    GRANT INSERT (id, server_id, package_id, key, title, parent_id, updated_at) ON installations TO milepost_web;
    GRANT INSERT (id, server_id, package_id, installation_id, parent_id, kind, input, plan_hash, sealed_secrets), DELETE ON plan_checks TO milepost_web;
    GRANT INSERT (id, installation_id), DELETE ON service_reports TO milepost_web;
    -- A run that is asked for. Workers alone say how far it is.
    GRANT INSERT (id, name, server_id, request_digest, requested_by) ON stack_runs TO milepost_web;
    GRANT INSERT (run_id, n, package_id, title, installation_id, key, installation_title, parent_id, input, sealed_secrets, shown_hash,
        shown_milestones, shown_observations, operation_id) ON stack_run_steps TO milepost_web;
    -- A server that nobody has confirmed yet, and the login for it.
    GRANT INSERT (id, name, address, port, created_by) ON servers TO milepost_web;
    GRANT INSERT (server_id, username, sealed), UPDATE (username, sealed) ON server_logins TO milepost_web;
    GRANT INSERT (server_id, facts_due), UPDATE (due_at, facts_due) ON server_checks TO milepost_web;
    -- Whether a worker is alive is shown, never decided on.
    GRANT UPDATE (lost_at) ON workers TO milepost_web;
    GRANT INSERT (key, kind, audience, server_id, content) ON notifications TO milepost_web;
    GRANT INSERT (notification_id, user_id, address) ON email_outbox TO milepost_web;
    GRANT INSERT (user_id, notification_id) ON notification_reads TO milepost_web;

    -- The workers: everything about servers and operations.
    GRANT SELECT, INSERT, UPDATE, DELETE ON servers, server_checks, server_logins, credentials, installations, installation_records,
        plans, observations, operations, milestones, events, commands, outputs, decisions, requests, server_queues, queue_entries, outbox, engine,
        unsigned_operations, workers, plan_checks, service_reports, notifications, notification_reads, email_outbox, mail_sender, stacks,
        stack_runs, stack_run_steps TO milepost_worker;
    GRANT USAGE ON SEQUENCE outbox_id_seq, requests_id_seq TO milepost_worker;
    -- Who gets an e-mail, and what has expired. No password.
    GRANT SELECT ON users TO milepost_worker;
    GRANT SELECT, UPDATE, DELETE ON sessions, verifications, rate_limits, sign_in_failures, recovery_links, owner_links, invitations
        TO milepost_worker;
END
$$;

DO $$
BEGIN
    IF (SELECT count(*) FROM pg_roles WHERE rolname IN ('milepost_web', 'milepost_worker')) = 2 THEN
        CALL "milepost_grant_roles"();
    END IF;
END
$$;
