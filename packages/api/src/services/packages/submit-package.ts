import { transaction } from '@milepost/db/client';
import type { Transaction } from '@milepost/db/client';
import { readStatusOnInstallation } from '@milepost/db/operations/installations/status-on-installation';
import { operationPlace } from '@milepost/contract/messages/operation-kinds';
import { hasEnded } from '@milepost/contract/statuses';
import { isSubmitted, submitOperation } from '@milepost/db/operations/lifecycle/submit-operation';
import type { Submission } from '@milepost/db/operations/lifecycle/submit-operation';
import type { Plan } from '@milepost/contract/plan';
import { readObservations } from '@milepost/db/plans/observations';
import { readStoredPlan } from '@milepost/db/plans/stored-plan';
import { operationContext } from '@milepost/packages-core/credentials/contexts';
import type { Dependencies } from '../../process/dependencies';
import { AppError } from '../../errors/app-error';
import { requestError } from '../../errors/request-error';
import { publishOperationChange } from '../operations/control/publish-change';
import { requestChangeNow } from '../requests/request-change';
import { installationTitle, instanceKey } from '@milepost/packages-core/dsl/package/instance';
import { installationTitle as storedTitle } from '../installations/installation-view';
import { compilePlan } from './compile-plan';
import { validateRequest } from './validate-request';
import type { PackageRequest, ValidatedRequest } from './validate-request';
import { requestDigest } from './request-digest';
import { sealSecrets } from './seal-secrets';

export interface SubmitRequest extends PackageRequest {
  /** From the form, so that a second press is the same operation. */
  operationId: string;
  /** An operation on the same installation that waits for a decision, and is closed for this one. */
  closesOperation?: { operationId: string; point: number } | null | undefined;
  /** Of the plan that the person saw. */
  planHash: string;
  /** Names what that plan's preview observed on the server; null or left out where nobody looked. */
  observations?: string | null | undefined;
  /** The person confirmed that data which is in use will no longer be read. */
  confirmsOutOfSight?: boolean | undefined;
  /** What it installs was found on the server, and the person adopts it. */
  adopts?: boolean | undefined;
  by: string;
}

export interface Submitted {
  operationId: string;
}

type Needed = Pick<Dependencies, 'db' | 'sealingKey' | 'requestDigestKey' | 'notifier'>;

/**
 * Writes the operation with all that belongs to it in one transaction. The dispatcher starts it, from the outbox. An operation that it
 * replaces is closed before that: where the submission then fails, the same form can be submitted again.
 */
export async function submitPackage(needed: Needed, submit: SubmitRequest): Promise<Submitted> {
  const { db } = needed;
  // A second press is answered as the first was, whatever has changed in between.
  const digest = requestDigest(needed.requestDigestKey, submit);
  const known = await isSubmitted(db, { ...submit, id: submit.operationId, requestDigest: digest });
  if (!known) await write(needed, submit, await prepareSubmission(needed, submit, digest));
  needed.notifier.publishOperation(submit.operationId);
  return { operationId: submit.operationId };
}

async function write(needed: Needed, submit: SubmitRequest, submission: Submission): Promise<void> {
  if (submit.closesOperation) await closeForIt(needed, { ...submit, ...submit.closesOperation }, submission);
  await transaction(needed.db, (tx) => submitOperation(tx, submission));
}

/** One that has ended meanwhile, maybe by an earlier press, is left alone. */
async function closeForIt(
  needed: Needed,
  closing: Pick<SubmitRequest, 'installationId' | 'by'> & { operationId: string; point: number },
  { title }: Submission,
): Promise<void> {
  const { operationId, installationId = '', point, by } = closing;
  const status = await readStatusOnInstallation(needed.db, { operationId, installationId });
  if (status === null) throw requestError('BAD_REQUEST', { code: 'operation_elsewhere' });
  if (hasEnded(status)) return;
  const reason = `“${title}” cleans it up`;
  await requestChangeNow(needed.db, { request: { kind: 'close_undecided', operationId, point, reason }, by });
  await publishOperationChange(needed, operationId);
}

async function prepareSubmission(
  { db, sealingKey }: Needed,
  submit: SubmitRequest,
  digest: Uint8Array<ArrayBuffer>,
): Promise<Submission> {
  const { operationId: id, kind, packageId, serverId, by } = submit;
  const validated = await validateRequest(db, submit);
  if (validated.problem) throw new AppError('PRECONDITION_FAILED', validated.problem);
  const { planHash: hash, observations = null } = submit;
  const plan = await shownPlan(db, validated, submit);
  if (observations !== null && (await readObservations(db, observations)) === null)
    throw requestError('CONFLICT', { code: 'plan_changed' });
  const { outOfSight = [] } = plan;
  if (outOfSight.length > 0 && submit.confirmsOutOfSight !== true)
    throw requestError('PRECONDITION_FAILED', { code: 'data_unconfirmed', paths: outOfSight });
  const { definition, installation, parsed } = validated;
  return {
    id,
    kind,
    packageId,
    title: operationTitle(plan, validated),
    serverId,
    installation: installation
      ? { id: installation.id }
      : {
          key: instanceKey(definition, parsed.publicInput),
          title: definition.instance ? installationTitle(definition, parsed.publicInput) : null,
          parentId: validated.parentId,
        },
    plan: {
      hash,
      milestones: plan.milestones.map((milestone) => ({
        id: milestone.id,
        label: milestone.label,
        states: milestone.states.length,
      })),
    },
    shownObservations: observations,
    input: parsed.publicInput,
    sealedSecrets: await sealSecrets(sealingKey, parsed.secrets, operationContext(id, validated.server)),
    requestDigest: digest,
    requestedBy: by,
    adopts: submit.adopts === true && kind === 'install',
  };
}

/** The plan that the person saw: the console's own, or a worker's where it depends on what is on the server. Throws AppError CONFLICT. */
export async function shownPlan(
  db: Transaction,
  validated: ValidatedRequest,
  { kind, packageId, planHash }: Pick<SubmitRequest, 'kind' | 'packageId' | 'planHash'>,
): Promise<Plan> {
  const compiled = compilePlan(validated, kind);
  if (compiled.problem !== null) throw new AppError('PRECONDITION_FAILED', compiled.problem);
  if (compiled.plan === null) throw requestError('CONFLICT', { code: 'plan_changed' });
  if (compiled.hash === planHash) return compiled.plan;
  const stored = compiled.provisional ? await readStoredPlan(db, planHash) : null;
  if (stored?.package !== packageId || stored.kind !== kind)
    throw requestError('CONFLICT', { code: 'plan_changed' });
  return stored;
}

/** "Install nginx on web-1", "Create database shop on PostgreSQL, web-1". An install of what is active changes it. */
export function operationTitle(
  { title, kind }: Pick<Plan, 'title' | 'kind'>,
  { definition, installation, others, parentId, server }: ValidatedRequest,
): string {
  const install = `${definition.operations['install']?.does ?? definition.verbs.install} `;
  const changes = kind === 'install' && installation?.status === 'active' && title.startsWith(install);
  const parent = others.find(({ id }) => id === parentId);
  const place = operationPlace({ kind, parent: parent ? storedTitle(parent) : null, server: server.name });
  return `${changes ? `Change ${title.slice(install.length)}` : title} ${place}`;
}
