import { setTimeout as sleep } from 'node:timers/promises';
import { transaction } from '@milepost/db/client';
import { recordCluster } from '@milepost/db/operations/delivery/temporal-cluster';
import { listReconcilable } from '@milepost/db/operations/delivery/list-reconcilable';
import { readCluster } from '../temporal/cluster';
import { compareOperation } from './compare-operation';
import type { ReconcilerOptions } from './reconciler-options';
import { watchTerminatedRuns } from './terminated-runs';

export interface Reconciler {
  /** Compares until `signal` is aborted. Never throws: PostgreSQL and Temporal may come and go. */
  run(signal: AbortSignal): Promise<void>;
}

/** Reads Temporal first, then compares and sets: any number of workers may do this at once. */
export function createReconciler(options: ReconcilerOptions): Reconciler {
  const { db, engine, log, everyMs } = options;

  async function round(): Promise<void> {
    const cluster = await readCluster(engine);
    const { unexpectedCluster, unexpectedSince } = await transaction(db, (tx) => recordCluster(tx, cluster));
    if (unexpectedCluster !== null) {
      log.error(
        { cluster, unexpectedSince },
        'This is not the Temporal that open operations were started in',
      );
      return;
    }
    for (const operation of await listReconcilable(db, { afterMs: options.afterMs })) {
      await compareOperation(options, operation, cluster);
    }
  }

  async function keepComparing(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await round().catch((error: unknown) => {
        log.debug({ reason: String(error) }, 'Workflows and rows cannot be compared now');
      });
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  return {
    async run(signal) {
      await Promise.all([keepComparing(signal), watchTerminatedRuns(options, signal)]);
    },
  };
}
