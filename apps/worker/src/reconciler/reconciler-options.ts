import type { Client } from '@temporalio/client';
import type { Database } from '@milepost/db/client';
import type { Logger } from '../startup/log';

export interface ReconcilerOptions {
  db: Database;
  engine: Client;
  log: Logger;
  /** Between two rounds. */
  everyMs: number;
  /** How long after a start an operation is left alone. */
  afterMs: number;
  publishOperation: (operationId: string) => void;
}
