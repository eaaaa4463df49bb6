import type { UnverifiedCommand } from '@milepost/contract/unverified-command';
import { unverifiedMessage } from '@milepost/contract/messages/conclusions';
import { deletionConsequences } from '@milepost/contract/messages/decisions';
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
  return {
    installationId: installation.id,
    operation: { id, title, point: awaitsDecision ? decisionPoint : null },
    ...deletionConsequences({
      server: server.name,
      packageTitle: installation.title ?? packageTitle(view.packageId),
      waiting: awaitsDecision ? title : null,
    }),
    recordProblem:
      blocked?.installationId === installation.id
        ? `${blocked.sentence}: verify on ${server.name} first that it has stopped.`
        : null,
  };
}

const isDeletable = (status: InstallationStatus): boolean => status === 'failed' || status === 'unknown';

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
  return (
    operation && {
      sentence: unverifiedMessage(queue.blocked as unknown as UnverifiedCommand),
      installationId: operation.installationId,
    }
  );
}
