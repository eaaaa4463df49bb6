import type { Database } from '@milepost/db/client';
import type { OperationView } from '@milepost/db/operations/views/operation-view';
import type { InstallationStatus } from '@milepost/contract/statuses';
import { hasEnded } from '@milepost/contract/statuses';
import type { Deletion } from '../../views/views';
import { packageTitle } from '../catalog/require-package';

/** What blocks a server's queue, and the installation that it is about. */
export interface BlockedInstallation {
  sentence: string;
  installationId: string;
}

/** How the installation of its last operation can be deleted; null where it is as it should be, or something is at work. Pure. */
export function deletionOptions(view: OperationView, blocked: BlockedInstallation | null): Deletion | null {
  const { id, title, installation, server, status, outcome, cancelRequestedBy, decisionPoint } = view;
  const awaitsDecision = status === 'awaiting_decision' && outcome === null && cancelRequestedBy === null;
  if (!installation.live || !isDeletable(installation.status) || !(awaitsDecision || hasEnded(status)))
    return null;
  const packageName = packageTitle(view.packageId);
  const first = awaitsDecision ? `“${title}” is marked as failed, and then ` : '';
  return {
    installationId: installation.id,
    operation: { id, title, point: awaitsDecision ? decisionPoint : null },
    cleanUp: sentence(
      `${first}an uninstall removes what was installed of ${packageName} from ${server.name}.`,
    ),
    record: sentence(
      `${first}Milepost deletes its record of the installation. ${server.name} is not changed: whatever is there of ${packageName} stays.`,
    ),
    recordProblem:
      blocked?.installationId === installation.id
        ? `${blocked.sentence}: verify on ${server.name} first that it has stopped.`
        : null,
  };
}

const isDeletable = (status: InstallationStatus): boolean => status === 'failed' || status === 'unknown';

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** Null where nothing blocks the server's queue. */
export async function readBlockedInstallation(
  db: Database,
  serverId: string,
): Promise<BlockedInstallation | null> {
  const queue = await db.serverQueue.findUnique({ where: { id: serverId } });
  if (!queue?.blocked || !queue.blockedBy) return null;
  const operation = await db.operation.findUnique({
    where: { id: queue.blockedBy },
    select: { installationId: true },
  });
  return operation && { sentence: queue.blocked, installationId: operation.installationId };
}
