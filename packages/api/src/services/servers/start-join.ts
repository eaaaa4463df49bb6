import type { Database } from '@milepost/db/client';
import type { Client } from '@temporalio/client';
import { startInspection } from '../../temporal/inspect';
import { EngineUnreachable } from '../../temporal/within';

/** Has the worker join a server whose row says `joining`; what comes of it is on that row. */
export async function startJoin(
  { db, temporal }: { db: Database; temporal: Client },
  serverId: string,
): Promise<void> {
  try {
    await startInspection(temporal, `inspect/join/${serverId}`, { kind: 'join', serverId });
  } catch (error) {
    if (!(error instanceof EngineUnreachable)) throw error;
    await db.server.updateMany({
      where: { id: serverId, status: 'joining' },
      data: {
        status: 'join_failed',
        problem: 'The workflow engine could not be reached, so nothing was started. Try again in a moment.',
      },
    });
  }
}
