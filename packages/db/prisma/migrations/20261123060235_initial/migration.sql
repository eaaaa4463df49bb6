-- CreateEnum
CREATE TYPE "role" AS ENUM ('owner', 'operator', 'viewer');

-- CreateEnum
CREATE TYPE "server_status" AS ENUM ('awaiting_confirmation', 'joining', 'ready', 'join_failed', 'host_key_changed');

-- CreateEnum
CREATE TYPE "credential_kind" AS ENUM ('root', 'user', 'worker');

-- CreateEnum
CREATE TYPE "installation_status" AS ENUM ('pending', 'installing', 'active', 'updating', 'failed', 'uninstalling', 'stopped');

-- CreateEnum
CREATE TYPE "operation_kind" AS ENUM ('install', 'uninstall', 'update');

-- CreateEnum
CREATE TYPE "operation_status" AS ENUM ('queued', 'running', 'pausing', 'paused', 'deciding', 'cancelling', 'completed', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "milestone_status" AS ENUM ('pending', 'running', 'done', 'skipped', 'failed', 'undone');

-- CreateEnum
CREATE TYPE "outbox_kind" AS ENUM ('start', 'wake', 'cancel');

-- CreateTable
CREATE TABLE "users" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" "role" NOT NULL DEFAULT 'viewer',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "accounts" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verifications" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "verifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "last_request" BIGINT NOT NULL,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "owner_links" (
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "owner_links_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "servers" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "port" INTEGER NOT NULL DEFAULT 22,
    "status" "server_status" NOT NULL DEFAULT 'awaiting_confirmation',
    "problem" TEXT,
    "offered_host_key" TEXT,
    "pinned_host_key" TEXT,
    "host_key_confirmed_by" TEXT,
    "host_key_confirmed_at" TIMESTAMPTZ(3),
    "machine_id" TEXT,
    "facts" JSONB,
    "facts_at" TIMESTAMPTZ(3),
    "last_seen_at" TIMESTAMPTZ(3),
    "spool_id" TEXT,
    "claims_seen" INTEGER NOT NULL DEFAULT 0,
    "practice" BOOLEAN NOT NULL DEFAULT false,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "servers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "server_logins" (
    "server_id" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "server_logins_pkey" PRIMARY KEY ("server_id")
);

-- CreateTable
CREATE TABLE "credentials" (
    "id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "kind" "credential_kind" NOT NULL,
    "username" TEXT NOT NULL,
    "public_key" TEXT NOT NULL,
    "sealed_private_key" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "credentials_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "installations" (
    "id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "package_id" TEXT NOT NULL,
    "status" "installation_status" NOT NULL DEFAULT 'pending',
    "version" TEXT,
    "configuration" JSONB NOT NULL DEFAULT '{}',
    "installed_at" TIMESTAMPTZ(3),
    "uninstalled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "installations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "installation_records" (
    "id" TEXT NOT NULL,
    "installation_id" TEXT NOT NULL,
    "operation_id" TEXT NOT NULL,
    "status" "installation_status" NOT NULL,
    "uninstalled" BOOLEAN NOT NULL DEFAULT false,
    "version" TEXT,
    "configuration" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "installation_records_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plans" (
    "hash" TEXT NOT NULL,
    "format" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "plans_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "operations" (
    "id" TEXT NOT NULL,
    "kind" "operation_kind" NOT NULL,
    "package_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "installation_id" TEXT NOT NULL,
    "plan_hash" TEXT NOT NULL,
    "input" JSONB NOT NULL DEFAULT '{}',
    "sealed_secrets" BYTEA,
    "status" "operation_status" NOT NULL DEFAULT 'queued',
    "outcome" "operation_status",
    "interrupted" TEXT,
    "fence" INTEGER NOT NULL DEFAULT 1,
    "epoch" TEXT NOT NULL DEFAULT 'first',
    "direction" INTEGER NOT NULL DEFAULT 1,
    "prepared" BOOLEAN NOT NULL DEFAULT false,
    "decision_point" INTEGER NOT NULL DEFAULT 0,
    "decide_before" TIMESTAMPTZ(3),
    "retry_at" TIMESTAMPTZ(3),
    "pause_asked_by" TEXT,
    "resume_at" TIMESTAMPTZ(3),
    "cancel_asked_by" TEXT,
    "cancel_asked_at" TIMESTAMPTZ(3),
    "cancel_reason" TEXT,
    "conclusion" TEXT,
    "notice" JSONB,
    "run_id" TEXT,
    "cluster" TEXT,
    "last_event" INTEGER NOT NULL DEFAULT 0,
    "last_output" INTEGER NOT NULL DEFAULT 0,
    "percentage" INTEGER NOT NULL DEFAULT 0,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "dispatched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "operations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "milestones" (
    "operation_id" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "milestone_id" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "status" "milestone_status" NOT NULL DEFAULT 'pending',
    "weight" INTEGER NOT NULL DEFAULT 1000,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "states" INTEGER NOT NULL DEFAULT 0,
    "applied" INTEGER,
    "state" INTEGER,
    "phase" TEXT,
    "retries" INTEGER NOT NULL DEFAULT 0,
    "guarded" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "failure" TEXT,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "milestones_pkey" PRIMARY KEY ("operation_id","n")
);

-- CreateTable
CREATE TABLE "events" (
    "operation_id" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "events_pkey" PRIMARY KEY ("operation_id","n")
);

-- CreateTable
CREATE TABLE "commands" (
    "id" TEXT NOT NULL,
    "operation_id" TEXT NOT NULL,
    "milestone" INTEGER NOT NULL,
    "epoch" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "fence" INTEGER NOT NULL,
    "spool_id" TEXT NOT NULL,
    "boot_id" TEXT NOT NULL,
    "claims_seen" INTEGER NOT NULL,
    "claimed_at" TIMESTAMPTZ(3),
    "next_offset" BIGINT NOT NULL DEFAULT 0,
    "gap_from" BIGINT,
    "gap_to" BIGINT,
    "marks" INTEGER NOT NULL DEFAULT 0,
    "answer" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "commands_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outputs" (
    "operation_id" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "milestone" INTEGER NOT NULL,
    "command_id" TEXT NOT NULL,
    "offset" BIGINT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "outputs_pkey" PRIMARY KEY ("operation_id","n")
);

-- CreateTable
CREATE TABLE "decisions" (
    "id" TEXT NOT NULL,
    "operation_id" TEXT NOT NULL,
    "point" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "reason" TEXT,
    "decided_by" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "decisions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lanes" (
    "id" TEXT NOT NULL,
    "holder" TEXT,
    "held_since" TIMESTAMPTZ(3),
    "blocked" TEXT,
    "next_place" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "lanes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lane_entries" (
    "operation_id" TEXT NOT NULL,
    "lane_id" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "waiting" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "lane_entries_pkey" PRIMARY KEY ("operation_id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "operation_id" TEXT NOT NULL,
    "kind" "outbox_kind" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "claimed_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "tries" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_key" ON "sessions"("token");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE INDEX "accounts_user_id_idx" ON "accounts"("user_id");

-- CreateIndex
CREATE INDEX "verifications_identifier_idx" ON "verifications"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "rate_limits_key_key" ON "rate_limits"("key");

-- CreateIndex
CREATE UNIQUE INDEX "servers_name_key" ON "servers"("name");

-- CreateIndex
CREATE UNIQUE INDEX "credentials_server_id_kind_key" ON "credentials"("server_id", "kind");

-- CreateIndex
CREATE INDEX "installations_server_id_idx" ON "installations"("server_id");

-- CreateIndex
CREATE UNIQUE INDEX "installations_live_key" ON "installations"("server_id", "package_id") WHERE (uninstalled_at IS NULL);

-- CreateIndex
CREATE INDEX "installation_records_installation_id_at_idx" ON "installation_records"("installation_id", "at");

-- CreateIndex
CREATE INDEX "operations_server_id_requested_at_idx" ON "operations"("server_id", "requested_at");

-- CreateIndex
CREATE INDEX "operations_status_requested_at_idx" ON "operations"("status", "requested_at");

-- CreateIndex
CREATE INDEX "operations_package_id_kind_requested_at_idx" ON "operations"("package_id", "kind", "requested_at");

-- CreateIndex
CREATE INDEX "operations_requested_at_idx" ON "operations"("requested_at");

-- CreateIndex
CREATE INDEX "operations_installation_id_idx" ON "operations"("installation_id");

-- CreateIndex
CREATE UNIQUE INDEX "operations_open_key" ON "operations"("server_id", "package_id") WHERE (status <> ALL (ARRAY['completed'::operation_status, 'failed'::operation_status, 'cancelled'::operation_status]));

-- CreateIndex
CREATE UNIQUE INDEX "events_operation_id_key_key" ON "events"("operation_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "commands_operation_id_milestone_epoch_key" ON "commands"("operation_id", "milestone", "epoch");

-- CreateIndex
CREATE INDEX "outputs_command_id_offset_idx" ON "outputs"("command_id", "offset");

-- CreateIndex
CREATE UNIQUE INDEX "decisions_operation_id_point_key" ON "decisions"("operation_id", "point");

-- CreateIndex
CREATE INDEX "lane_entries_lane_id_waiting_place_idx" ON "lane_entries"("lane_id", "waiting", "place");

-- CreateIndex
CREATE INDEX "outbox_unsent_idx" ON "outbox"("id") WHERE (sent_at IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "outbox_unclaimed_key" ON "outbox"("operation_id", "kind") WHERE (claimed_at IS NULL);

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "server_logins" ADD CONSTRAINT "server_logins_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "servers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "servers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "installations" ADD CONSTRAINT "installations_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "servers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "installation_records" ADD CONSTRAINT "installation_records_installation_id_fkey" FOREIGN KEY ("installation_id") REFERENCES "installations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operations" ADD CONSTRAINT "operations_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "servers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operations" ADD CONSTRAINT "operations_installation_id_fkey" FOREIGN KEY ("installation_id") REFERENCES "installations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operations" ADD CONSTRAINT "operations_plan_hash_fkey" FOREIGN KEY ("plan_hash") REFERENCES "plans"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "milestones" ADD CONSTRAINT "milestones_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "operations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "events" ADD CONSTRAINT "events_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "operations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "commands" ADD CONSTRAINT "commands_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "operations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outputs" ADD CONSTRAINT "outputs_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "operations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "operations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lanes" ADD CONSTRAINT "lanes_id_fkey" FOREIGN KEY ("id") REFERENCES "servers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lane_entries" ADD CONSTRAINT "lane_entries_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "operations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lane_entries" ADD CONSTRAINT "lane_entries_lane_id_fkey" FOREIGN KEY ("lane_id") REFERENCES "lanes"("id") ON DELETE CASCADE ON UPDATE CASCADE;
