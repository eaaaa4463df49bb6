import type { ServerProblem } from '@milepost/contract/errors/server-problem';
import type { Database } from '@milepost/db/client';
import type { Client } from '@temporalio/client';
import { startInspection } from '../../../temporal/inspect';
import { EngineUnreachable } from '../../../temporal/with-deadline';

/** Has the worker enroll a server whose row says `enrolling`; the result is stored on that row. */
export async function startEnrollment(
  { db, temporal }: { db: Database; temporal: Client },
  serverId: string,
): Promise<void> {
  try {
    await startInspection(temporal, `inspect/join/${serverId}`, {
      request: { kind: 'enroll', serverId },
    });
  } catch (error) {
    if (!(error instanceof EngineUnreachable)) throw error;
    await db.server.updateMany({
      where: { id: serverId, status: 'enrolling' },
      data: { status: 'enrollment_failed', problem: { code: 'engine_unreachable' } satisfies ServerProblem },
    });
  }
}
