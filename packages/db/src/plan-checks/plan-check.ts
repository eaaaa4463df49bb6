import type { PreviewedMilestone } from '@milepost/contract/inspection-workflow';
import type { OperationKind } from '@milepost/contract/operation-kinds';
import { sql } from 'kysely';
import type { Transaction } from '../client';
import { json, NOW } from '../kysely/expressions';

/** `waiting`: no worker has begun. */
export type PlanCheckStage = 'waiting' | 'connecting' | 'checking';

export interface PlanCheckProgress {
  stage: PlanCheckStage;
  /** States checked, of so many. */
  done: number;
  total: number;
  /** What was found of them. No secret. */
  milestones: PreviewedMilestone[];
}

export interface StoredPlanCheck extends PlanCheckProgress {
  /** Milliseconds for which no worker has written it down. */
  silentMs: number;
  /** Of the plan that is checked; null before a worker has compiled it. */
  compiledHash: string | null;
}

/** What is checked: the worker compiles it with its own catalog. */
export interface PlanCheckRequest {
  id: string;
  serverId: string;
  packageId: string;
  /** Null before there is one. */
  installationId: string | null;
  /** What it would live in. */
  parentId: string | null;
  kind: OperationKind;
  /** The public part. */
  input: Record<string, unknown>;
  /** Of the plan that the person sees: compiled without what has to be read on the server. */
  planHash: string;
  /** Sealed for the worker; null where there are none. */
  sealedSecrets: Uint8Array<ArrayBuffer> | null;
}

/** Records that somebody waits for the check of a plan. The row stands until `deletePlanCheck`. */
export async function createPlanCheck(
  db: Transaction,
  { input, ...check }: Omit<PlanCheckRequest, 'installationId' | 'parentId'> & Partial<PlanCheckRequest>,
): Promise<void> {
  await db.kysely
    .insertInto('planChecks')
    .values({ ...check, input: json(input) })
    .execute();
}

/** What somebody waits for; null where nobody does any more. */
export async function readPlanCheckRequest(db: Transaction, id: string): Promise<PlanCheckRequest | null> {
  const row = await db.kysely
    .selectFrom('planChecks')
    .select(['id', 'serverId', 'packageId', 'installationId', 'parentId', 'kind'])
    .select(['input', 'planHash', 'sealedSecrets'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** Records how far a check has come. Returns whether anybody still waits for it. */
export async function writePlanCheck(
  db: Transaction,
  id: string,
  { stage, done, total, milestones }: PlanCheckProgress,
): Promise<boolean> {
  const written = await db.kysely
    .updateTable('planChecks')
    .set({ updatedAt: NOW, stage, done, total, milestones: json(milestones) })
    .where('id', '=', id)
    .executeTakeFirst();
  return written.numUpdatedRows > 0n;
}

/** Records which plan a worker compiled with what it read on the server. */
export async function writeCompiledPlan(db: Transaction, id: string, compiledHash: string): Promise<void> {
  await db.kysely
    .updateTable('planChecks')
    .set({ compiledHash, updatedAt: NOW })
    .where('id', '=', id)
    .execute();
}

/** How far a check has come, and for how many milliseconds no worker has written it down; null where the row is gone. */
export async function readPlanCheck(db: Transaction, id: string): Promise<StoredPlanCheck | null> {
  const row = await db.kysely
    .selectFrom('planChecks')
    .select(['stage', 'done', 'total', 'milestones', 'compiledHash'])
    .select(sql<number>`(extract(epoch from ${NOW} - updated_at) * 1000)::int`.as('silentMs'))
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

export async function deletePlanCheck(db: Transaction, id: string): Promise<void> {
  await db.kysely.deleteFrom('planChecks').where('id', '=', id).execute();
}
