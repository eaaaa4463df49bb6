import type { Database } from '@milepost/db/client';
import type { Client } from '@temporalio/client';
import { startInspection } from '../../../temporal/inspect';
import { requestChange } from '../../requests/request-change';
import { EngineUnreachable } from '../../../temporal/with-deadline';

/** Has the worker enroll a server whose row says `enrolling`; the result is stored on that row. */
export async function startEnrollment(
  { db, temporal }: { db: Database; temporal: Client },
  { serverId, by }: { serverId: string; by: string },
): Promise<void> {
  try {
    await startInspection(temporal, `inspect/join/${serverId}`, {
      request: { kind: 'enroll', serverId },
    });
  } catch (error) {
    if (!(error instanceof EngineUnreachable)) throw error;
    await requestChange(db, { request: { kind: 'fail_enrollment', serverId }, by });
  }
}
