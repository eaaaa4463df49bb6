import type { Database } from '@milepost/db/client';
import type { OperationView } from '@milepost/db/operations/operation-view';
import { hasEnded } from '@milepost/packages-core/contract/statuses';
import type { Deletion } from '../../views';
import { packageTitle } from '../catalogue/require-package';

/** What blocks a server's lane, and the installation that it is about. */
export interface BlockedInstallation {
  sentence: string;
  installationId: string;
}

/** How the installation of its last operation can be deleted; null where it has not failed, or something is at work. Pure. */
export function deletionOf(view: OperationView, blocked: BlockedInstallation | null): Deletion | null {
  const { id, title, installation, server, status, outcome, cancelAskedBy, decisionPoint } = view;
  const waits = status === 'deciding' && outcome === null && cancelAskedBy === null;
  if (!installation.live || installation.status !== 'failed' || !(waits || hasEnded(status))) return null;
  const what = packageTitle(view.packageId);
  const first = waits ? `“${title}” is given up, and then ` : '';
  return {
    installationId: installation.id,
    operation: { id, title, point: waits ? decisionPoint : null },
    cleanUp: sentence(`${first}an uninstall removes from ${server.name} what was installed of ${what}.`),
    record: sentence(
      `${first}Milepost forgets the installation. Nothing on ${server.name} is touched: whatever is there of ${what} stays.`,
    ),
    recordProblem:
      blocked?.installationId === installation.id
        ? `${blocked.sentence}: prove on ${server.name} first that it has ended.`
        : null,
  };
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** Null where nothing blocks the server's lane. */
export async function readBlockedInstallation(
  db: Database,
  serverId: string,
): Promise<BlockedInstallation | null> {
  const lane = await db.lane.findUnique({ where: { id: serverId } });
  if (!lane?.blocked || !lane.blockedBy) return null;
  const operation = await db.operation.findUnique({
    where: { id: lane.blockedBy },
    select: { installationId: true },
  });
  return operation && { sentence: lane.blocked, installationId: operation.installationId };
}
