import type { Client } from '@temporalio/client';
import type { Database } from '@milepost/db/client';
import type { Failpoint } from './failpoint';
import type { Hosts } from './hosts';
import type { Logger } from './log';
import type { PlanReader } from './read-plan';

/** What activities are made of; each takes what it needs. */
export interface Dependencies {
  db: Database;
  engine: Client;
  hosts: Hosts;
  log: Logger;
  failpoint: Failpoint;
  /** Opens what was sealed for the worker, and seals for it. */
  privateKey: string;
  publicKey: string;
  readPlan: PlanReader;
  /** How long each retry of a transient failure rests before it, in milliseconds. */
  transientRestMs: readonly number[];
  /** How long a failure waits for a person's decision, in milliseconds. */
  decideWithinMs: number;
  /** Rows of an operation were committed: whoever watches it is told. */
  committed: (operationId: string) => void;
  /** Something may lie in the outbox: the dispatcher looks now. */
  kick: () => void;
  /** As `committed`, of a server's row. */
  touchServer: (serverId: string) => void;
}
