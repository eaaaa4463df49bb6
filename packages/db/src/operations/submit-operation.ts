import type { Transaction } from '../client';
import { DatabaseError } from '../errors';
import { appendEvent } from './append-event';
import { changedInstallation } from './change-installation';
import { readInTheWay } from './in-the-way';
import { liveInstallation, settleInstallation } from './installation-of';
import { enqueue } from './lanes';
import { DEFAULT_WEIGHT_MS, readMilestoneWeights } from './milestone-weights';
import { post } from './outbox';
import type { OperationKind } from './words';

export interface Submission {
  /** From the form, so that a second press is the same operation. */
  id: string;
  kind: OperationKind;
  packageId: string;
  /** "Install nginx on web-1". */
  title: string;
  serverId: string;
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
  requestedBy: string;
  /** The caller starts the workflow himself right after the commit, and the dispatcher only where he did not. */
  startsAtOnce?: boolean;
}

/**
 * Writes an operation with all that belongs to it: plan, milestones, first event, the installation's status, its place in
 * the lane, an outbox row. `created` is false when the same press arrived before.
 *
 * @throws DatabaseError operation_open (fields: operationId, title), operation_id_taken, not_installed
 */
export async function submitOperation(
  tx: Transaction,
  submission: Submission,
): Promise<{ created: boolean }> {
  const { id, kind, packageId, title, serverId, plan } = submission;
  if (await recognise(tx, submission)) return { created: false };
  const installation = await liveInstallation(tx, submission);
  // Either unique index may be against it: the id, or the one open operation a server and package.
  const inserted = await tx.$executeRaw`
    with plan as (
      insert into plans (hash, format, body) values (${plan.hash}, ${plan.format}, ${JSON.stringify(plan.body)}::jsonb)
      on conflict do nothing)
    insert into operations (id, kind, package_id, title, server_id, installation_id, plan_hash, input, sealed_secrets, requested_by)
    values (${id}, ${kind}::operation_kind, ${packageId}, ${title}, ${serverId}, ${installation}, ${plan.hash},
      ${JSON.stringify(submission.input)}::jsonb, ${submission.sealedSecrets}, ${submission.requestedBy})
    on conflict do nothing`;
  if (inserted === 0) {
    if (await recognise(tx, submission)) return { created: false };
    throw await inTheWay(tx, submission);
  }

  const installationId = await settleInstallation(tx, { target: submission, installationId: installation });
  await insertMilestones(tx, submission);
  await appendEvent(tx, {
    operationId: id,
    key: 'submitted',
    type: 'submitted',
    data: { kind, title, by: submission.requestedBy },
    also: [changedInstallation({ installationId, operationId: id, status: SUBMITTED[kind] })],
  });
  await post(tx, { operationId: id, kind: 'start', pickedUp: submission.startsAtOnce });
  await enqueue(tx, { laneId: serverId, operationId: id });
  return { created: true };
}

/** What the installation is while the operation waits to begin. */
const SUBMITTED = { install: 'pending', update: 'updating', uninstall: 'uninstalling' } as const;

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

/** Whether the same press arrived before. */
async function recognise(tx: Transaction, { id, kind, serverId, packageId }: Submission): Promise<boolean> {
  const [known] = await tx.$queryRaw<{ same: boolean }[]>`
    select kind = ${kind}::operation_kind and server_id = ${serverId} and package_id = ${packageId} as same
    from operations where id = ${id}`;
  if (!known) return false;
  if (known.same) return true;
  throw new DatabaseError(
    'operation_id_taken',
    'Reload the page: this form was used for another operation.',
    { id },
  );
}

async function inTheWay(tx: Transaction, submission: Submission): Promise<DatabaseError> {
  const open = await readInTheWay(tx, submission);
  if (!open) return new DatabaseError('operation_open', 'What was in the way has ended just now: try again.');
  const { operationId, title, sentence } = open;
  return new DatabaseError('operation_open', sentence, { operationId, title });
}
