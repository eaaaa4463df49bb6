import type { Drift, DriftedState } from '@milepost/contract/drift';
import type { InspectionRequest, InspectionResult } from '@milepost/contract/inspection-workflow';
import type { Plan, PlannedState } from '@milepost/contract/plan';
import { readDriftSubject, storeDrift } from '@milepost/db/operations/installations/drift';
import type { DriftSubject } from '@milepost/db/operations/installations/drift';
import { installationContext } from '@milepost/packages-core/credentials/contexts';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import { compileStored } from '@milepost/packages-core/dsl/compile-stored';
import { stateRoles } from '@milepost/packages-core/dsl/plan/state-roles';
import { openBox } from '../plans/open-box';
import type { Dependencies } from '../startup/dependencies';
import { checkStates } from './check-states';
import type { CheckedStates } from './check-states';
import { Refused, refusalOf } from './refused';

type Request = Extract<InspectionRequest, { kind: 'drift' }>;

/** Compares a server with what the last completed install of one installation left there. Changes nothing on the server. */
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
    if (await storeDrift(db, subject, drift)) publishServer(subject.server.id);
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
  const { installationId, server, sealedSecrets } = subject;
  const plan = compileInstalled(subject);
  const context = installationContext(installationId, server);
  const secrets = (await openBox(dependencies.privateKey, sealedSecrets, context)) ?? {};
  const roleOf = stateRoles(plan);
  const needsMissing = ({ check }: PlannedState) =>
    check?.secrets.some((name) => !(name in secrets)) ?? false;
  const wanted = (state: PlannedState) => roleOf(state) !== 'precondition';
  const milestones = plan.milestones.map((milestone) => ({
    ...milestone,
    states: milestone.states.filter((state) => wanted(state) && !needsMissing(state)),
  }));
  const skipped = plan.milestones
    .flatMap(({ states }) => states.filter((state) => wanted(state) && needsMissing(state)))
    .map(({ label }) => label);
  const found: CheckedStates = new Map();
  await checkStates(dependencies, {
    ...{ serverId: server.id, milestones, libraries: plan.libraries, secrets, signal, found },
  });
  const differences = [...found].flatMap(([{ label, check }, { is, detail = null }]): DriftedState[] => {
    if (is === 'already_true' || check === null) return [];
    return [{ label, is: is === 'to_do' ? 'different' : 'unknown', detail }];
  });
  return { differences, ...(skipped.length > 0 && { skipped }) };
}

/** The plan that would bring about again what was installed. */
function compileInstalled({ packageId, input, facts }: DriftSubject): Plan {
  const definition = findPackage(packageId);
  if (!definition) throw rejected({ code: 'package_unknown', packageId });
  const installation = { begunInput: input, completedInput: input, version: null };
  const compiled = compileStored({ definition, kind: 'install', input, installation, facts });
  if (!compiled.ok) throw rejected({ code: 'settings_invalid', package: definition.title });
  return compiled.plan;
}

const rejected = (problem: Extract<Refused['problem'], { code: 'plan_rejected' }>['problem']) =>
  new Refused({ code: 'plan_rejected', problem });
