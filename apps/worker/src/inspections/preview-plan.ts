import type {
  InspectionResult,
  InspectionRequest,
  PreviewedMilestone,
} from '@milepost/contract/inspection-workflow';
import type { ServerFacts } from '@milepost/contract/facts';
import type { Plan, PlannedMilestone } from '@milepost/contract/plan';
import { readPlanCheckRequest } from '@milepost/db/plan-checks/plan-check';
import { readStoredInstallation } from '@milepost/db/operations/installations/installation-settings';
import { storePlan } from '@milepost/db/plans/stored-plan';
import type { PlanCheckRequest } from '@milepost/db/plan-checks/plan-check';
import { installationContext, previewContext } from '@milepost/packages-core/credentials/contexts';
import { joinSignals } from '@milepost/packages-core/engine/connection/join-signals';
import { compileRequest } from '../plans/compile-request';
import { openBox } from '../plans/open-box';
import type { Dependencies } from '../startup/dependencies';
import { checkStates } from './check-states';
import type { CheckedStates } from './check-states';
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
  const { id: checkId, serverId } = request;
  const subject = await readSubject(dependencies, request);
  const { milestones, libraries } = await compileCheck(dependencies, request, subject);
  const secrets = await openSecrets(dependencies, request, subject);
  const found: CheckedStates = new Map();
  const total = milestones.reduce((sum, { states }) => sum + states.length, 0);
  const report = reportPlanCheck(dependencies, checkId, () => ({
    stage: found.size > 0 ? 'checking' : 'connecting',
    ...{ done: found.size, total, milestones: toPreview(milestones, found) },
  }));
  const bound = joinSignals(signal, report.unwanted);
  try {
    await checkStates(dependencies, {
      ...{ serverId, milestones, libraries, secrets, signal: bound.signal, found },
      onFound: () => report.changed(),
    });
    return { kind: 'preview', milestones: toPreview(milestones, found) };
  } catch (error) {
    bound.abort(error); // the other checks end with it
    throw error;
  } finally {
    bound.release();
    await report.end();
  }
}

/** What is known so far, without the states that were not checked yet. */
function toPreview(milestones: readonly PlannedMilestone[], found: CheckedStates): PreviewedMilestone[] {
  return milestones.map(({ id, label, states }) => ({
    ...{ id, label },
    states: states.flatMap((state) => found.get(state) ?? []),
  }));
}

type Subject = Awaited<ReturnType<typeof readSubject>>;

/** What the plan is about: a server, and what is installed there; null before there is an installation. */
async function readSubject(
  { db }: Pick<Dependencies, 'db'>,
  { serverId, packageId, installationId }: PlanCheckRequest,
) {
  const server = await db.server.findUniqueOrThrow({ where: { id: serverId } });
  const installation = installationId
    ? await readStoredInstallation(db, { id: installationId, serverId, packageId })
    : null;
  return { server, installation };
}

/** Compiles the requested plan from the catalog of this worker. */
async function compileCheck(
  { db }: Dependencies,
  request: PlanCheckRequest,
  { server, installation }: Subject,
): Promise<Plan> {
  const { planHash: shownHash } = request;
  const facts = server.facts as unknown as ServerFacts | null;
  const compiled = compileRequest({ ...request, installation, facts, shownHash });
  if (!compiled.ok) throw new Refused({ code: 'plan_rejected', problem: compiled.problem });
  if (compiled.changed) throw new Refused({ code: 'plan_rejected', problem: { code: 'plan_changed' } });
  // Until the operation is prepared, its page shows this.
  await storePlan(db, { plan: compiled.plan, hash: shownHash });
  return compiled.plan;
}

/** Those of the form over those of the installation. */
async function openSecrets(
  { privateKey }: Dependencies,
  { planHash, sealedSecrets }: PlanCheckRequest,
  { server, installation }: Subject,
): Promise<Record<string, string>> {
  const lasting = installation
    ? await openBox(privateKey, installation.begunSecrets, installationContext(installation.id, server))
    : {};
  const asked = await openBox(privateKey, sealedSecrets, previewContext(planHash, server));
  if (asked === null) throw new Error('The secrets of a preview cannot be opened');
  return { ...lasting, ...asked };
}
