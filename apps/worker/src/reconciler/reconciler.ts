import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Database } from '@milepost/db/client';
import { transaction } from '@milepost/db/client';
import { noteCluster } from '@milepost/db/operations/engine';
import { readUnsure } from '@milepost/db/operations/unsure-operations';
import type { Logger } from '../log';
import { readCluster } from '../temporal/cluster';
import { compareOperation } from './compare-operation';

export interface ReconcilerOptions {
  db: Database;
  engine: Client;
  log: Logger;
  /** Between two rounds. */
  everyMs: number;
  /** How long after a start an operation is left alone. */
  afterMs: number;
  kick: () => void;
  committed: (operationId: string) => void;
}

export interface Reconciler {
  /** Compares until `signal` is aborted. Never throws: PostgreSQL and Temporal may come and go. */
  run(signal: AbortSignal): Promise<void>;
}

/** Reads Temporal first, then compares and sets: any number of workers may do this at once. */
export function createReconciler(options: ReconcilerOptions): Reconciler {
  const { db, engine, log, everyMs } = options;

  async function round(): Promise<void> {
    const cluster = await readCluster(engine);
    const { foreign, foreignSince } = await transaction(db, (tx) => noteCluster(tx, cluster));
    if (foreign !== null) {
      log.error({ cluster, foreignSince }, 'This is not the Temporal that open operations were started in');
      return;
    }
    for (const operation of await readUnsure(db, { afterMs: options.afterMs })) {
      await compareOperation(options, operation, cluster);
    }
  }

  return {
    async run(signal) {
      while (!signal.aborted) {
        await round().catch((error: unknown) => {
          log.debug({ reason: String(error) }, 'Workflows and rows cannot be compared now');
        });
        await sleep(everyMs, undefined, { signal }).catch(() => undefined);
      }
    },
  };
}
