import type { Transaction } from '../../client';
import { DatabaseError } from '../../errors';
import { appendEvent } from '../events/append-event';
import { installationUpdateCtes } from '../installations/update-installation';
import { findBlockingOperation } from '../queue/blocking-operation';
import type { InstallationTarget } from '../installations/resolve-installation';
import { findOrCreateInstallation, lockInstallation } from '../installations/resolve-installation';
import { enqueue } from '../queue/server-queue';
import { DEFAULT_WEIGHT_MS, readMilestoneWeights } from '../estimates/milestone-weights';
import { enqueueMessage } from '../delivery/outbox';
import { assertNotRemoved } from '../assert-not-removed';
import { installationStatuses } from '@milepost/contract/operation-kinds';
import type { OperationKind } from '@milepost/contract/operation-kinds';

export interface Submission {
  /** From the form, so that a second press is the same operation. */
  id: string;
  kind: OperationKind;
  packageId: string;
  /** "Install nginx on web-1". */
  title: string;
  serverId: string;
  /** Left out: the only one of its package. */
  installation?: InstallationTarget;
  plan: {
    hash: string;
    format: number;
    body: object;
    milestones: { id: string; label: string; states: number }[];
  };
  /** The public part of the input. */
  input: object;
  /** Sealed for the worker. */
  sealedSecrets: Uint8Array<ArrayBuffer> | null;
  /** Names the request, secrets included, without revealing it; null: a second one is not compared. */
  requestDigest?: Uint8Array<ArrayBuffer> | null;
  requestedBy: string;
}

/**
 * Writes an operation with all that belongs to it: plan, milestones, first event, the installation's status, its place in
 * the queue, an outbox row. `created` is false when the same press arrived before.
 *
 * @throws DatabaseError operation_open, open_operation_ended, operation_id_taken, not_installed, server_removed
 */
export async function submitOperation(
  tx: Transaction,
  submission: Submission,
): Promise<{ created: boolean }> {
  const { id, kind, packageId, title, serverId, plan } = submission;
  if (await isSubmitted(tx, submission)) return { created: false };
  const installation = await findOrCreateInstallation(tx, submission);
  // Either unique index may be against it: the id, or the one open operation an installation.
  const inserted = await tx.$executeRaw`
    with stored as (
      -- Until the commit no cleanup takes it; one that is deleting it is waited for, and then it is stored again.
      select from plans where hash = ${plan.hash} for key share),
    plan as (
      insert into plans (hash, format, body)
      select ${plan.hash}, ${plan.format}, ${JSON.stringify(plan.body)}::jsonb where not exists (select from stored)
      on conflict do nothing)
    insert into operations (id, kind, package_id, title, server_id, installation_id, plan_hash, input, sealed_secrets, request_digest, requested_by)
    -- Whoever removes the server holds its row: the operation comes before that, or not at all.
    select ${id}, ${kind}, ${packageId}, ${title}, id, ${installation}, ${plan.hash},
      ${JSON.stringify(submission.input)}::jsonb, ${submission.sealedSecrets}::bytea,
      ${submission.requestDigest ?? null}::bytea, ${submission.requestedBy}
    from servers where id = ${serverId} and removed_at is null for key share
    on conflict do nothing`;
  if (inserted === 0) {
    if (await isSubmitted(tx, submission)) return { created: false };
    await assertNotRemoved(tx, serverId);
    throw await blockingOperationError(tx, installation);
  }

  const installationId = await lockInstallation(tx, { target: submission, installationId: installation });
  await insertMilestones(tx, submission);
  const { queued: status } = installationStatuses(kind);
  await appendEvent(tx, {
    operationId: id,
    key: 'submitted',
    type: 'submitted',
    data: { kind, title, by: submission.requestedBy },
    extraCtes: status ? [installationUpdateCtes({ installationId, operationId: id, status })] : [],
  });
  await enqueueMessage(tx, { operationId: id, kind: 'start' });
  await enqueue(tx, { queueId: serverId, operationId: id });
  return { created: true };
}

async function insertMilestones(tx: Transaction, { id, kind, packageId, plan }: Submission): Promise<void> {
  const weights = await readMilestoneWeights(tx, { packageId, kind });
  const rows = plan.milestones.map((milestone) => ({
    ...milestone,
    weight: weights.get(milestone.id) ?? DEFAULT_WEIGHT_MS,
  }));
  await tx.$executeRaw`
    insert into milestones (operation_id, n, milestone_id, label, states, weight)
    select ${id}, n, row ->> 'id', row ->> 'label', (row ->> 'states')::int, (row ->> 'weight')::int
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality as rows (row, n)`;
}

type SubmittedRequest = Pick<Submission, 'id' | 'kind' | 'serverId' | 'packageId' | 'requestDigest'>;

/**
 * Whether the same request was submitted before. Without a digest on either side only its kind, server and package are compared.
 *
 * @throws DatabaseError operation_id_taken where another request was submitted under this id
 */
export async function isSubmitted(
  tx: Transaction,
  { id, kind, serverId, packageId, requestDigest = null }: SubmittedRequest,
): Promise<boolean> {
  const [known] = await tx.$queryRaw<{ same: boolean }[]>`
    select kind = ${kind} and server_id = ${serverId} and package_id = ${packageId}
      and coalesce(request_digest = ${requestDigest}::bytea, true) as same
    from operations where id = ${id}`;
  if (!known) return false;
  if (known.same) return true;
  throw new DatabaseError({ code: 'operation_id_taken', operationId: id });
}

async function blockingOperationError(tx: Transaction, installationId: string): Promise<DatabaseError> {
  const open = await findBlockingOperation(tx, installationId);
  return new DatabaseError(open ? { code: 'operation_open', ...open } : { code: 'open_operation_ended' });
}
