import type { Transaction } from '../../client';
import { DatabaseError } from '../../errors';
import { findBlockingOperation } from '../queue/blocking-operation';
import type { InstallationTarget } from '../installations/resolve-installation';
import { findOrCreateInstallation } from '../installations/resolve-installation';
import { DEFAULT_WEIGHT_MS, readMilestoneWeights } from '../estimates/milestone-weights';
import { assertNotRemoved } from '../assert-not-removed';
import { makeRequest } from '../../requests/make-request';
import type { ShownMilestone } from '../lock-operation';
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
  /** As a person saw it. A worker compiles the plan that is run. */
  plan: {
    hash: string;
    milestones: { id: string; label: string; states: number }[];
  };
  /** Names what that plan's preview observed on the server; null or left out where nobody looked. */
  shownObservations?: string | null;
  /** The public part of the input. */
  input: object;
  /** Sealed for the worker. */
  sealedSecrets: Uint8Array<ArrayBuffer> | null;
  /** Names the request, secrets included, without revealing it; null: a second one is not compared. */
  requestDigest?: Uint8Array<ArrayBuffer> | null;
  requestedBy: string;
  /** What it installs was found on the server: the installation is one that was there before Milepost. */
  adopts?: boolean | undefined;
}

/** An installation was uninstalled while the insert waited for it: the next try finds or makes another one. */
const TRIES = 3;

/**
 * Writes an operation as it was asked for, and requests that a worker accepts it (`accept-submission.ts`). `created` is false when the
 * same press arrived before. The role of the web process may do all of this.
 *
 * @throws DatabaseError operation_open, open_operation_ended, operation_id_taken, not_installed, server_removed
 */
export async function submitOperation(
  tx: Transaction,
  submission: Submission,
): Promise<{ created: boolean }> {
  const { id: operationId, requestedBy: by, serverId } = submission;
  if (await isSubmitted(tx, submission)) return { created: false };
  const shown = await shownMilestones(tx, submission);
  for (let tries = 1; ; tries++) {
    await tx.$executeRaw`savepoint submission`;
    const installationId = await findOrCreateInstallation(tx, submission);
    if (!(await insertOperation(tx, { submission, shown, installationId }))) {
      if (await isSubmitted(tx, submission)) return { created: false };
      await assertNotRemoved(tx, serverId);
      throw await blockingOperationError(tx, installationId);
    }
    if ((await isLive(tx, installationId)) || tries === TRIES) break;
    await tx.$executeRaw`rollback to savepoint submission`;
  }
  // Whoever removes the server has locked its row, so the insert came before that or waited for it.
  await assertNotRemoved(tx, serverId);
  const request = {
    kind: 'submit',
    operationId,
    ...(submission.adopts === true && { adopts: true }),
  } as const;
  await makeRequest(tx, { request, by, expiresInMs: null });
  return { created: true };
}

interface Insert {
  submission: Submission;
  shown: ShownMilestone[];
  installationId: string;
}

/** False where a unique index is against it: the id, or the one open operation an installation. */
async function insertOperation(
  tx: Transaction,
  { submission, shown, installationId }: Insert,
): Promise<boolean> {
  const { id, kind, packageId, title, serverId, plan, input, sealedSecrets } = submission;
  const inserted = await tx.$executeRaw`
    insert into operations (id, kind, package_id, title, server_id, installation_id, shown_hash, shown_milestones, shown_observations, input, sealed_secrets, request_digest, requested_by)
    select ${id}, ${kind}, ${packageId}, ${title}, id, ${installationId}, ${plan.hash}, ${JSON.stringify(shown)}::jsonb,
      ${submission.shownObservations ?? null},
      ${JSON.stringify(input)}::jsonb, ${sealedSecrets}::bytea, ${submission.requestDigest ?? null}::bytea, ${submission.requestedBy}
    from servers where id = ${serverId} and removed_at is null
    on conflict do nothing`;
  return inserted > 0;
}

/** The milestones of the plan that a person saw, with what each usually takes. */
export async function shownMilestones(
  tx: Transaction,
  { kind, packageId, plan }: Pick<Submission, 'kind' | 'packageId' | 'plan'>,
): Promise<ShownMilestone[]> {
  const weights = await readMilestoneWeights(tx, { packageId, kind });
  return plan.milestones.map(({ id, label, states }) => ({
    ...{ id, label, states },
    weight: weights.get(id) ?? DEFAULT_WEIGHT_MS,
  }));
}

async function isLive(tx: Transaction, installationId: string): Promise<boolean> {
  const installation = await tx.kysely
    .selectFrom('installations')
    .select('uninstalledAt')
    .where('id', '=', installationId)
    .executeTakeFirst();
  return installation?.uninstalledAt === null;
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
