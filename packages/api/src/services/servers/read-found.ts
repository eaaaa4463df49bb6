import type { FoundPackage } from '@milepost/contract/found-package';
import { refusedSentence } from '@milepost/contract/messages/plans';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import { installationTitle } from '@milepost/packages-core/dsl/package/instance';
import type { Dependencies } from '../../process/dependencies';
import { inspect } from '../../temporal/inspect';
import type { FoundOnServer, FoundPackageView } from '../../views/package-views';
import { requireServer } from './require-server';

const WAIT_MS = 30_000;

/** Packages of the catalog that are on a server and that Milepost does not manage there, read on the server now. */
export async function readFound(
  { db, temporal }: Pick<Dependencies, 'db' | 'temporal'>,
  serverId: string,
): Promise<FoundOnServer> {
  const server = await requireServer(db, serverId);
  if (server.status !== 'ready') return { packages: [], problem: null };
  const inspected = await inspect(temporal, `inspect/found/${serverId}`, {
    request: { kind: 'found', serverId },
    waitMs: WAIT_MS,
  });
  if (inspected.kind === 'unanswered') return { packages: [], problem: inspected.message };
  const { answer } = inspected;
  if (answer.kind === 'refused') return { packages: [], problem: refusedSentence(answer, null, server.name) };
  const found = answer.kind === 'found' ? answer.packages : [];
  const managed = await db.installation.findMany({
    where: { serverId, uninstalledAt: null },
    select: { packageId: true, key: true },
  });
  const isManaged = ({ packageId, key }: FoundPackage) =>
    managed.some((each) => each.packageId === packageId && each.key === key);
  return { packages: found.filter((each) => !isManaged(each)).flatMap(titled), problem: null };
}

function titled(found: FoundPackage): FoundPackageView[] {
  const definition = findPackage(found.packageId);
  return definition ? [{ ...found, title: installationTitle(definition, found.settings) }] : [];
}
