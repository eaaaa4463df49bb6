import type {
  InspectionResult,
  InspectionRequest,
  PreviewedMilestone,
} from '@milepost/contract/inspection-workflow';
import type { ServerFacts } from '@milepost/contract/facts';
import type { Plan, PlannedMilestone } from '@milepost/contract/plan';
import { readPlanCheckRequest, writeCompiledPlan } from '@milepost/db/plan-checks/plan-check';
import { readRelations } from '@milepost/db/operations/installations/relations';
import { storeObservations } from '@milepost/db/plans/observations';
import { readStoredInstallation } from '@milepost/db/operations/installations/installation-settings';
import { storePlan } from '@milepost/db/plans/stored-plan';
import type { PlanCheckRequest } from '@milepost/db/plan-checks/plan-check';
import { installationContext, previewContext } from '@milepost/packages-core/credentials/contexts';
import { joinSignals } from '@milepost/packages-core/engine/connection/join-signals';
import type { Host } from '@milepost/packages-core/engine/host';
import { compileRequest, resolveRequest } from '../plans/compile-request';
import type { Resolved } from '../plans/compile-request';
import { observationsHash, observedStates } from '../plans/observed-states';
import { readFacts } from '../plans/read-facts';
import { openRelated, relatedSecretNames } from '../plans/related-secrets';
import { openBox } from '../plans/open-box';
import type { Dependencies } from '../startup/dependencies';
import { checkStates } from './check-states';
import type { CheckedStates, Credential } from './check-states';
import { Refused, refusalOf } from './refused';
import { reportPlanCheck } from './report-plan-check';

type Request = Extract<InspectionRequest, { kind: 'preview' }>;

/** Runs the checks of a plan, in its order, and changes nothing. Each result is written down as it comes, for who waits for it. */
export async function previewPlan(
  dependencies: Dependencies,
  { checkId }: Request,
  signal: AbortSignal,
): Promise<InspectionResult> {
  try {
    const request = await readPlanCheckRequest(dependencies.db, checkId);
    if (request === null) throw new Refused({ code: 'unwanted' });
    return await runChecks(dependencies, request, signal);
  } catch (error) {
    signal.throwIfAborted();
    const refused = refusalOf(error);
    if (!refused) throw error;
    return refused;
  }
}

async function runChecks(
  dependencies: Dependencies,
  request: PlanCheckRequest,
  signal: AbortSignal,
): Promise<InspectionResult> {
  const { db, hosts } = dependencies;
  const { id: checkId, serverId } = request;
  const subject = await readSubject(dependencies, request);
  const resolved = resolveSubject(request, subject);
  const found: CheckedStates = new Map();
  let plan: Plan | null = null;
  const report = reportPlanCheck(dependencies, checkId, () => ({
    stage: found.size > 0 ? 'checking' : 'connecting',
    ...{ done: found.size, total: stateCount(plan), milestones: toPreview(plan?.milestones ?? [], found) },
  }));
  const bound = joinSignals(signal, report.unwanted);
  const connect = (credential: Credential) => hosts.connect({ serverId, credential }, bound.signal);
  try {
    plan = await compileSubject(dependencies, { request, resolved, connect, signal: bound.signal });
    const secrets = await openSecrets(dependencies, request, { subject, resolved, plan });
    const { milestones, libraries } = plan;
    await checkStates({
      ...{ connect, milestones, libraries, secrets, signal: bound.signal, found, observing: true },
      onFound: () => report.changed(),
    });
    const observed = observedStates(milestones, found);
    const observations = observationsHash(observed);
    await storeObservations(db, { observed, hash: observations });
    return { kind: 'preview', milestones: toPreview(milestones, found), observations };
  } catch (error) {
    bound.abort(error); // the other checks end with it
    throw error;
  } finally {
    bound.release();
    await report.end();
  }
}

const stateCount = (plan: Plan | null): number =>
  (plan?.milestones ?? []).reduce((sum, { states }) => sum + states.length, 0);

/** What is known so far, without the states that were not checked yet. */
function toPreview(milestones: readonly PlannedMilestone[], found: CheckedStates): PreviewedMilestone[] {
  return milestones.map(({ id, label, states }) => ({
    ...{ id, label },
    states: states.flatMap((state) => found.get(state) ?? []),
  }));
}

type Subject = Awaited<ReturnType<typeof readSubject>>;

/** What the plan is about: a server, what is installed there, and what that is; null before there is an installation. */
async function readSubject(
  { db }: Pick<Dependencies, 'db'>,
  { serverId, packageId, installationId }: PlanCheckRequest,
) {
  const server = await db.server.findUniqueOrThrow({ where: { id: serverId } });
  const installation = installationId
    ? await readStoredInstallation(db, { id: installationId, serverId, packageId })
    : null;
  const others = await readRelations(db, { serverId, exceptId: installationId });
  return { server, installation, others };
}

type ResolvedSubject = Extract<Resolved, { ok: true }>;

/** Finds what the requested plan is compiled from. It is the plan that the secrets were sealed for, or they are not opened. */
function resolveSubject(
  request: PlanCheckRequest,
  { server, installation, others }: Subject,
): ResolvedSubject {
  const facts = server.facts as unknown as ServerFacts | null;
  const resolved = resolveRequest({ ...request, installation, others, facts, server });
  if (!resolved.ok) throw new Refused({ code: 'plan_rejected', problem: resolved.problem });
  const shown = compileRequest(resolved.stored);
  if (!shown.ok) throw new Refused({ code: 'plan_rejected', problem: shown.problem });
  if (shown.hash !== request.planHash)
    throw new Refused({ code: 'plan_rejected', problem: { code: 'plan_changed' } });
  return resolved;
}

interface Compiling {
  request: PlanCheckRequest;
  resolved: ResolvedSubject;
  connect: (credential: Credential) => Promise<Host>;
  signal: AbortSignal;
}

/** Compiles the requested plan from the catalog of this worker, and from what it depends on, read on the server. */
async function compileSubject(
  { db, publishPlanCheck }: Dependencies,
  { request, resolved, connect, signal }: Compiling,
): Promise<Plan> {
  const { stored, reads } = resolved;
  const outputs = reads.length > 0 ? await readFacts(await connect('root'), reads, signal) : {};
  const compiled = compileRequest(stored, outputs);
  if (!compiled.ok) throw new Refused({ code: 'plan_rejected', problem: compiled.problem });
  const { plan, hash } = compiled;
  // Until the operation is prepared, its page shows this.
  await storePlan(db, { plan, hash });
  await writeCompiledPlan(db, request.id, hash);
  publishPlanCheck(request.id);
  return plan;
}

/** Those of the form over those of the installation, and those of other installations. */
async function openSecrets(
  { privateKey }: Dependencies,
  { planHash, sealedSecrets }: PlanCheckRequest,
  { subject, resolved, plan }: { subject: Subject; resolved: ResolvedSubject; plan: Plan },
): Promise<Record<string, string>> {
  const { server, installation, others } = subject;
  const lasting = installation
    ? await openBox(privateKey, installation.begunSecrets, installationContext(installation.id, server))
    : {};
  const asked = await openBox(privateKey, sealedSecrets, previewContext(planHash, server));
  if (asked === null) throw new Error('The secrets of a preview cannot be opened');
  const related = await openRelated(privateKey, {
    ...{ names: relatedSecretNames(plan), relations: resolved.stored.relations, server },
    boxes: new Map(others.map(({ id, completedSecrets }) => [id, completedSecrets])),
  });
  return { ...lasting, ...asked, ...related.secrets };
}
