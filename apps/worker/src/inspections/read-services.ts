import type { InspectionRequest, InspectionResult } from '@milepost/contract/inspection-workflow';
import type { ServiceState } from '@milepost/contract/service-state';
import { readServiceReport, writeServiceReport } from '@milepost/db/operations/installations/service-report';
import { installationContext } from '@milepost/packages-core/credentials/contexts';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import { servicesOf } from '@milepost/packages-core/dsl/compile-stored';
import { redactText } from '@milepost/packages-core/engine/output/redact-text';
import { openBox } from '../plans/open-box';
import type { Dependencies } from '../startup/dependencies';
import { parseServices, servicesCommand } from './parse-services';
import { Refused, refusalOf } from './refused';

type Request = Extract<InspectionRequest, { kind: 'services' }>;

/** One script for all units. */
const TIMEOUT_SECONDS = 15;
const MAX_BYTES = 256 * 1024;

/** Reads the state and the journal of an installation's services into the row of whoever waits. Changes nothing. */
export async function readServices(
  dependencies: Dependencies,
  { reportId }: Request,
  signal: AbortSignal,
): Promise<InspectionResult> {
  const { db } = dependencies;
  try {
    const report = await readServiceReport(db, reportId);
    if (report === null) throw new Refused({ code: 'unwanted' });
    const services = await readStates(dependencies, report.installationId, signal);
    await writeServiceReport(db, reportId, services);
    return { kind: 'services', count: services.length };
  } catch (error) {
    signal.throwIfAborted();
    const refused = refusalOf(error);
    if (!refused) throw error;
    return refused;
  }
}

async function readStates(
  { db, hosts, privateKey }: Dependencies,
  installationId: string,
  signal: AbortSignal,
): Promise<ServiceState[]> {
  const installation = await db.installation.findFirst({
    where: { id: installationId, uninstalledAt: null },
    include: { server: true },
  });
  if (!installation) throw new Refused({ code: 'not_checkable' });
  const { packageId, server, serverId, begunSecrets } = installation;
  const stored = (installation.begunInput ?? installation.completedInput) as Record<string, unknown> | null;
  const definition = findPackage(packageId);
  const units = definition ? servicesOf(definition, stored).map(({ unit }) => unit) : [];
  if (units.length === 0) return [];
  const host = await hosts.connect({ serverId, credential: 'root' }, signal);
  const { stdout } = await host.read(servicesCommand(units), {
    ...{ secrets: {}, timeoutSeconds: TIMEOUT_SECONDS, maxBytes: MAX_BYTES, signal },
  });
  const secrets =
    (await openBox(privateKey, begunSecrets, installationContext(installationId, server))) ?? {};
  return parseServices(units, redactText(stdout, Object.values(secrets)));
}
