import type { DriftActivities } from '@milepost/contract/drift-workflow';
import { listDriftSubjects } from '@milepost/db/operations/installations/drift';
import PQueue from 'p-queue';
import { checkDrift } from '../inspections/check-drift';
import type { Dependencies } from '../startup/dependencies';
import { withHeartbeat } from './heartbeat';

/** Servers that are asked at the same time. */
const CONCURRENT = 4;
/** What was checked since is not checked again by a later attempt of the same day. */
const FRESH_MS = 6 * 60 * 60_000;

/** Checks all installations, one after the other for each server's sake. One that cannot be checked is left to the next day. */
export function createCheckAllForDrift(dependencies: Dependencies): DriftActivities['checkAllForDrift'] {
  const { db, log } = dependencies;
  return () =>
    withHeartbeat(async ({ say, signal }) => {
      const ids = await listDriftSubjects(db, { checkedBefore: new Date(Date.now() - FRESH_MS) });
      const total = { checked: 0, drifted: 0 };
      const queue = new PQueue({ concurrency: CONCURRENT });
      const check = async (installationId: string): Promise<void> => {
        signal.throwIfAborted();
        const result = await checkDrift(dependencies, { kind: 'drift', installationId }, signal);
        if (result.kind !== 'drift') return;
        total.checked += 1;
        if (result.differences > 0) total.drifted += 1;
        say({ code: 'drift', done: total.checked, of: ids.length });
      };
      await queue.addAll(
        ids.map(
          (id) => () =>
            check(id).catch((error: unknown) => {
              signal.throwIfAborted();
              log.warn(
                { installationId: id, reason: String(error) },
                'An installation was not checked for drift',
              );
            }),
        ),
      );
      return total;
    });
}
