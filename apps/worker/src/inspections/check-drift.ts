import type { Drift, DriftedState } from '@milepost/contract/drift';
import type { InspectionRequest, InspectionResult } from '@milepost/contract/inspection-workflow';
import type { Plan, PlannedState } from '@milepost/contract/plan';
import { readDriftSubject, storeDrift } from '@milepost/db/operations/installations/drift';
import { readRelations } from '@milepost/db/operations/installations/relations';
import type { DriftSubject } from '@milepost/db/operations/installations/drift';
import { installationContext } from '@milepost/packages-core/credentials/contexts';
import { servicesOf } from '@milepost/packages-core/dsl/compile-stored';
import { runningStateId } from '@milepost/packages-core/states/systemd/services';
import { stateRoles } from '@milepost/packages-core/dsl/plan/state-roles';
import { compileRequest, resolveRequest } from '../plans/compile-request';
import { openBox } from '../plans/open-box';
import { readFacts } from '../plans/read-facts';
import { openRelated, relatedSecretNames } from '../plans/related-secrets';
import type { RelatedSecrets } from '../plans/related-secrets';
import type { Dependencies } from '../startup/dependencies';
import { checkStates } from './check-states';
import type { CheckedStates, Credential } from './check-states';
import { readAvailableVersion } from './read-available-version';
import { Refused, refusalOf } from './refused';

type Request = Extract<InspectionRequest, { kind: 'drift' }>;

/**
 * Compares a server with what the last completed install of one installation left there, and reads which newer version is offered.
 * Changes nothing on the server.
 */
export async function checkDrift(
  dependencies: Dependencies,
  { installationId }: Request,
  signal: AbortSignal,
): Promise<InspectionResult> {
  const { db, publishServer } = dependencies;
  try {
    const subject = await readDriftSubject(db, installationId);
    if (subject === null) throw new Refused({ code: 'not_checkable' });
    const drift = await findDrift(dependencies, subject, signal);
    const available = await readAvailableVersion(dependencies, subject, signal);
    if (await storeDrift(db, subject, { drift, available })) publishServer(subject.server.id);
    return { kind: 'drift', differences: drift.differences.length };
  } catch (error) {
    signal.throwIfAborted();
    const refused = refusalOf(error);
    if (!refused) throw error;
    return refused;
  }
}

async function findDrift(
  dependencies: Dependencies,
  subject: DriftSubject,
  signal: AbortSignal,
): Promise<Drift> {
  const { hosts } = dependencies;
  const { installationId, server, sealedSecrets } = subject;
  const { plan, runs, related } = await compileInstalled(dependencies, subject, signal);
  const context = installationContext(installationId, server);
  const own = await openBox(dependencies.privateKey, sealedSecrets, context);
  const secrets = { ...own, ...related.secrets };
  const roleOf = stateRoles(plan);
  const needsMissing = ({ check }: PlannedState) =>
    check?.secrets.some((name) => !(name in secrets)) ?? false;
  // Of a service that a person stopped, it is no difference that it does not run, and that nothing answers.
  const wanted = (state: PlannedState) =>
    subject.stopped ? roleOf(state) === 'change' && !runs.has(state.id) : roleOf(state) !== 'precondition';
  const milestones = plan.milestones.map((milestone) => ({
    ...milestone,
    states: milestone.states.filter((state) => wanted(state) && !needsMissing(state)),
  }));
  const skipped = plan.milestones
    .flatMap(({ states }) => states.filter((state) => wanted(state) && needsMissing(state)))
    .map(({ label }) => label);
  const found: CheckedStates = new Map();
  const connect = (credential: Credential) => hosts.connect({ serverId: server.id, credential }, signal);
  await checkStates({ connect, milestones, libraries: plan.libraries, secrets, signal, found });
  const differences = [...found].flatMap(([{ label, check }, { is, detail = null }]): DriftedState[] => {
    if (is === 'already_true' || check === null) return [];
    return [{ label, is: is === 'to_do' ? 'different' : 'unknown', detail }];
  });
  return { differences, ...(skipped.length > 0 && { skipped }) };
}

interface Installed {
  plan: Plan;
  /** IDs of its states that start services. */
  runs: ReadonlySet<string>;
  related: RelatedSecrets;
}

/** The plan that would bring about again what was installed. */
async function compileInstalled(
  { db, hosts, privateKey }: Dependencies,
  { packageId, installationId, parentId, input, facts, server }: DriftSubject,
  signal: AbortSignal,
): Promise<Installed> {
  const installation = { begunInput: input, completedInput: input, version: null };
  const others = await readRelations(db, { serverId: server.id, exceptId: installationId });
  const request = { packageId, kind: 'install', input, installation, parentId, others, facts, server };
  const resolved = resolveRequest(request);
  if (!resolved.ok) throw rejected(resolved.problem);
  const { stored, reads } = resolved;
  const connect = () => hosts.connect({ serverId: server.id, credential: 'root' }, signal);
  const outputs = reads.length > 0 ? await readFacts(await connect(), reads, signal) : {};
  const compiled = compileRequest(stored, outputs);
  if (!compiled.ok) throw rejected(compiled.problem);
  const { plan } = compiled;
  const boxes = new Map(others.map(({ id, completedSecrets }) => [id, completedSecrets]));
  const names = relatedSecretNames(plan);
  const { relations } = stored;
  const services = servicesOf(stored.definition, input);
  return {
    plan,
    runs: new Set(services.map(({ unit }) => runningStateId(unit))),
    related: await openRelated(privateKey, { names, relations, boxes, server }),
  };
}

const rejected = (problem: Extract<Refused['problem'], { code: 'plan_rejected' }>['problem']) =>
  new Refused({ code: 'plan_rejected', problem });
